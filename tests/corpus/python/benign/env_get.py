import os
level = os.environ.get("LOG_LEVEL", "INFO")
