result <- list()
for (column in c("a", "b", "c")) {
  result[[column]] <- tapply(frame[[column]], frame$group, mean)
}
do.call(cbind, result)
