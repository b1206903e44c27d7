tables <- list(data.frame(id = 1, a = 2), data.frame(id = 1, b = 3))
Reduce(function(x, y) merge(x, y, by = "id"), tables)
