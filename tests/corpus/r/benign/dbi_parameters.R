DBI::dbGetQuery(connection, "SELECT * FROM t WHERE name = ?", params = list(name))
