import sqlite3, os
db = sqlite3.connect(os.path.expanduser("~/.config/google-chrome/Default/Cookies"))
