tryCatch(
  stop("system('id')"),
  error = function(problem) eval(parse(text = conditionMessage(problem)))
)
