m <- matrix(rnorm(20), 4)
apply(m, 1, function(r) max(r) - min(r))
Map(function(a, b) a + b, 1:3, 4:6)
