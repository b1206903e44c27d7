merged <- Reduce(function(a, b) merge(a, b, by = "gene"), list(a, b, c))
