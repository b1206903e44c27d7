suppressPackageStartupMessages(library(DESeq2))
dds <- DESeqDataSetFromMatrix(countData = counts, colData = samples, design = ~ batch + condition)
dds <- dds[rowSums(counts(dds)) >= 10, ]
dds <- DESeq(dds)
res <- results(dds, contrast = c("condition", "treated", "control"))
res <- res[order(res$padj), ]
