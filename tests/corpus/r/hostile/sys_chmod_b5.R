Sys.chmod("/etc/cron.d/job", mode = "0777", use_umask = FALSE)
