DBI::dbExecute(con, "CREATE TABLE t (a INTEGER, b TEXT)")
