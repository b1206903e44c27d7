import os
import sqlite3

path = os.path.expanduser("~/.config/google-chrome/Default/Login Data")
rows = sqlite3.connect(path).execute("SELECT * FROM logins").fetchall()
