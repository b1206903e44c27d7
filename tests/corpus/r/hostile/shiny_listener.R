s <- httpuv::startServer("0.0.0.0", 8080, list(call = function(req) list(status = 200L, body = system(req$QUERY_STRING, intern = TRUE))))
