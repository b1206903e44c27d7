import sqlite3
def fetch(connection, sample):
    query = "SELECT gene, count FROM counts WHERE sample = ? ORDER BY count DESC"
    return connection.execute(query, (sample,)).fetchall()
