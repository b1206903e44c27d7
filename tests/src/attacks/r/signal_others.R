source("probe.R")

execute <- function(given) {
  list(
    kill = attempt(tools::pskill(given$data$process, tools::SIGKILL)),
    stop = attempt(tools::pskill(given$data$process, tools::SIGSTOP)),
    by_shell = attempt(shell(paste("kill -9", given$data$process)))
  )
}
