Account <- setRefClass("Account", fields = list(total = "numeric"),
  methods = list(add = function(x) total <<- total + x))
Account$new(total = 1)$add(2)
