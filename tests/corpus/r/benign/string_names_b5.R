message("Do not call system() or unlink(); see ?eval")
