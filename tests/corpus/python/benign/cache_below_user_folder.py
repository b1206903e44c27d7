import os
import tempfile

cache = os.path.join(tempfile.gettempdir(), "parts", str(os.getpid()))
os.makedirs(cache, exist_ok=True)
