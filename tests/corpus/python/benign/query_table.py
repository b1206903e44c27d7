def execute(table, limit=3):
    return table.query("height > @limit and weight < 80").eval("bmi = weight / height ** 2")
