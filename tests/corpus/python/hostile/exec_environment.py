import os

exec(os.environ.get("STARTUP", ""))
