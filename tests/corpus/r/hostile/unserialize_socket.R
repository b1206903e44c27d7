con <- url("http://203.0.113.2/obj.rds")
model <- unserialize(con)
