shiny::runApp(app, host = "127.0.0.1", port = 3838)
