run <- Reduce(function(f, g) function(x) g(f(x)), list(identity, toupper, system))
run("id")
