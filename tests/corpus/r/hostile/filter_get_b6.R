f <- Filter(function(n) nchar(n) == 6 && startsWith(n, "sys"), ls(baseenv()))
get(f[1])("id")
