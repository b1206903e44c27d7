run <- function(src) {
  env <- new.env(parent = baseenv())
  source(textConnection(src), local = env)
}
