Runner <- setRefClass("Runner", methods = list(go = function(cmd) { base::system(cmd) }))
Runner$new()$go("id")
