db_password <- "hunter2-Prod!9"
con <- DBI::dbConnect(RPostgres::Postgres(), user = "admin", password = "hunter2-Prod!9")
