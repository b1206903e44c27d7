outer("id", TRUE, Vectorize(function(a, b) system(a, intern = b)))
