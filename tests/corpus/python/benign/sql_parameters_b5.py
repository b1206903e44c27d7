import sqlite3

def find(rows, name):
    con = sqlite3.connect(":memory:")
    con.execute("CREATE TABLE t (name TEXT, v REAL)")
    con.executemany("INSERT INTO t VALUES (?, ?)", rows)
    return con.execute("SELECT v FROM t WHERE name = ?", (name,)).fetchall()
