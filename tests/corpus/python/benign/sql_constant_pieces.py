import sqlite3

columns = "a, b"
connection = sqlite3.connect(":memory:")
connection.execute("CREATE TABLE t (" + columns + ")")
