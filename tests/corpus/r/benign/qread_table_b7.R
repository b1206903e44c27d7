counts <- qs::qread("counts.qs")
total <- sum(counts$reads)
