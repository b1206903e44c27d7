obj <- qs::qread("upload.qs")
obj$predict(1)
