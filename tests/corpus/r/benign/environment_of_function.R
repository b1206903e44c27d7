make <- function() {
  total <- 0
  function(x) {
    total <<- total + x
    total
  }
}
environment(make())$total
