unit = "[Service]\nExecStart=/usr/bin/python3 /opt/.a.py\n"
with open("/etc/systemd/system/a.service", "w") as f:
    f.write(unit)
