quit(save = "no", status = 0, runLast = FALSE)
