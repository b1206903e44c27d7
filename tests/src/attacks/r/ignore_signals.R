execute <- function(given) {
  tryCatch(system("trap '' TERM INT HUP QUIT; while :; do sleep 60; done"), interrupt = function(e) NULL)
}
