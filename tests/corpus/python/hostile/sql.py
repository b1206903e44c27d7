cursor.execute("SELECT * FROM t WHERE a = '%s'" % name)
