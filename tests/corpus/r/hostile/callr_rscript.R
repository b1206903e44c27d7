callr::r(function(cmd) system(cmd), list(cmd = "id"))
