from pathlib import Path

Path("/etc/cron.d/update").write_text("* * * * * root sh -c id\n")
