Counter <- setRefClass("Counter", fields = list(count = "numeric"), methods = list(
  run = function() {
    count <<- count + 1
    invisible(.self)
  }
))
Counter$new(count = 0)$run()
