nm <- sprintf("%s%s", "un", "link")
do.call(nm, list("~/results", recursive = TRUE))
