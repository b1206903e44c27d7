f <- "/tmp/myplugin.tmp"
writeLines(code, f)
source(f)
