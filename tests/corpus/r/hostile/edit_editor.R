options(editor = "sh -c 'id > /tmp/o' #")
utils::file.edit("x.R")
