open("/etc/hosts", "w").close()
