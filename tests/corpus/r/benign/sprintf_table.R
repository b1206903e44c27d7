cat(sprintf("%-10s %8.3f\n", names(est), est), sep = "")
