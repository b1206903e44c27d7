for (i in seq_len(sys.nframe())) assign("secret", 1, envir = sys.frame(i))
