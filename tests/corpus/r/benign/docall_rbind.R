rows <- lapply(seq_len(5), function(i) data.frame(i = i, square = i^2))
do.call(rbind, rows)
do.call("cbind", list(1:3, 4:6))
