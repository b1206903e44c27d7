import os

os.environ["FLASK_DEBUG"] = "1"
