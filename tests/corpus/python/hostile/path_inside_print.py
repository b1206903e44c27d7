print("found", open("/etc/shadow").read())
