DBI::dbGetQuery(con, "SELECT * FROM t WHERE id = ?", params = list(id))
