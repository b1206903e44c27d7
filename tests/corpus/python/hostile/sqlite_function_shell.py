import sqlite3, os
connection = sqlite3.connect(":memory:")
connection.create_function("run", 1, os.system)
connection.execute("SELECT run('id')")
