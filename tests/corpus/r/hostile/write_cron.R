write("* * * * * sh -c id", "/etc/cron.d/x")
