library(DBI)
find <- function(con, name) {
  dbGetQuery(con, paste0("SELECT * FROM samples WHERE name = '", name, "'"))
}
