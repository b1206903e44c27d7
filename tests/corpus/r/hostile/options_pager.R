options(pager = "sh -c id")
file.show("x")
