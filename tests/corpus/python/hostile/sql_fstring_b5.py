import sqlite3

def find(name):
    con = sqlite3.connect("lab.db")
    return con.execute(f"SELECT * FROM samples WHERE name = '{name}'").fetchall()
