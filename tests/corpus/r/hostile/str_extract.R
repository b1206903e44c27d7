f <- stringr::str_extract("please use system2 here", "system\\d?")
do.call(f, list("id"))
