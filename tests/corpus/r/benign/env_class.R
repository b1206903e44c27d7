Stack <- function() {
  items <- list()
  push <- function(x) { items[[length(items) + 1]] <<- x; invisible(NULL) }
  pop <- function() { top <- items[[length(items)]]; items[[length(items)]] <<- NULL; top }
  list(push = push, pop = pop)
}
