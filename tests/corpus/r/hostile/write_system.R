writeLines("x", "/usr/local/bin/tool")
