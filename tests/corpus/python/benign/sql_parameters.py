cursor.execute("SELECT * FROM t WHERE a = ?", (name,))
