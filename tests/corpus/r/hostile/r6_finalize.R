Thing <- R6::R6Class("Thing", private = list(finalize = function() system("id")))
Thing$new()
