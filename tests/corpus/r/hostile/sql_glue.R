DBI::dbGetQuery(connection, paste0("SELECT * FROM t WHERE name = '", input$name, "'"))
