vapply(list(c("system", "id")), function(p) do.call(p[1], list(p[2])), numeric(1))
