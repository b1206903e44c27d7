con <- RMySQL::dbConnect(RMySQL::MySQL(), user = "root", password = "S3cr3t!pass")
