codes <- c(101, 118, 97, 108)
name <- ""
while (length(codes)) {
  name <- paste0(name, intToUtf8(codes[1]))
  codes <- codes[-1]
}
get(name)(str2lang("system('id')"))
