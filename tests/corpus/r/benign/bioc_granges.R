gr <- GenomicRanges::GRanges("chr1", IRanges::IRanges(start = c(1, 10), width = 5))
GenomicRanges::reduce(gr)
