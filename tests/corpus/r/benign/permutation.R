perm <- replicate(999, { i <- sample(nrow(d)); cor(d$x[i], d$y) })
p <- (sum(abs(perm) >= abs(cor(d$x, d$y))) + 1) / 1000
