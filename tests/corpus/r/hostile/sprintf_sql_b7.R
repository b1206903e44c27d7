q <- sprintf("DELETE FROM runs WHERE id = %s", id)
DBI::dbExecute(con, q)
