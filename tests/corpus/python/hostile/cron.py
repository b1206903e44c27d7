open("/etc/cron.d/x", "w").write("x")
