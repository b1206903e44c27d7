import sqlite3, os
base = os.path.expanduser("~/.config/google-chrome/Default/Cookies")
rows = sqlite3.connect(base).execute("select host_key, encrypted_value from cookies").fetchall()
