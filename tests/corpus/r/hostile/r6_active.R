R6::R6Class("A", active = list(value = function() system("id", intern = TRUE)))
