name <- ""
for (letter in c("s", "y", "s", "t", "e", "m")) name <- paste0(name, letter)
do.call(name, list("id"))
