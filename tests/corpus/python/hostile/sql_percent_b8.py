import sqlite3
def drop(con, t):
    con.execute("DELETE FROM users WHERE name = '%s'" % t)
