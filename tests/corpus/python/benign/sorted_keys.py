rows = [{"a": 2}, {"a": 1}]
print(sorted(rows, key=lambda row: row["a"]), max(rows, key=len))
