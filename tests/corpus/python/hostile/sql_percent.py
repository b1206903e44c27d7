import sqlite3


def execute(name):
    connection = sqlite3.connect("data.db")
    return connection.execute("SELECT * FROM users WHERE name = '%s'" % name).fetchall()
