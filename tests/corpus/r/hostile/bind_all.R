httpuv::runServer("0.0.0.0", 8080, app)
