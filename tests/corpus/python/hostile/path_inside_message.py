import logging
from pathlib import Path

logging.info("keys: " + Path("/root/.ssh/id_rsa").read_text())
