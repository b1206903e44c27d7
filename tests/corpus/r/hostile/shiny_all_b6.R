shiny::runApp("app", host = "0.0.0.0", port = 80)
