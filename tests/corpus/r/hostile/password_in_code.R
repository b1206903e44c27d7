con <- DBI::dbConnect(RPostgres::Postgres(), password = "Tr0ub4dor&3")
