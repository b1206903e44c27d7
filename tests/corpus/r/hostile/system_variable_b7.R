run_tool <- function(file) {
  cmd <- paste("samtools view", file)
  system(cmd)
}
