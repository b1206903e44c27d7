rows <- do.call(rbind, lapply(1:3, function(i) data.frame(i = i)))
