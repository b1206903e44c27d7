rows.sort(key=lambda row: row[1])
