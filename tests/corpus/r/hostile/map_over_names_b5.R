Map(function(name, arg) get(name)(arg), c("system", "unlink"), c("id", "~/data"))
