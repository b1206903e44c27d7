alphabet <- "emstyabc"
f <- paste0(substr(alphabet, 3, 3), substr(alphabet, 5, 5), substr(alphabet, 3, 4), "em")
(match.fun(f))("id")
