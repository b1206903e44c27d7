q <- paste0("SELECT * FROM users WHERE name = '", input$name, "'")
DBI::dbGetQuery(con, q)
