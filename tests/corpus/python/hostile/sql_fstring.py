def find(cursor, name):
    cursor.execute(f"SELECT * FROM samples WHERE name = '{name}'")
