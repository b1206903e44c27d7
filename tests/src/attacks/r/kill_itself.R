execute <- function(given) {
  tools::pskill(Sys.getpid(), tools::SIGKILL)
  "process 1 can't kill itself"
}
