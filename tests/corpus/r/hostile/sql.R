DBI::dbGetQuery(con, paste0("SELECT * FROM users WHERE name = '", name, "'"))
