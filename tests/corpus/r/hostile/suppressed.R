suppressWarnings(suppressMessages(system2("id")))
