execute <- function(given) {
  system("setsid sh -c 'sleep 600 & sleep 600' &")
  "done"
}
