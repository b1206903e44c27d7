open("/etc/systemd/system/x.service", "w").write("[Service]\nExecStart=/tmp/x\n")
