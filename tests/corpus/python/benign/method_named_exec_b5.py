class Query:
    def exec(self, rows):
        return [r for r in rows if r["ok"]]

def process(rows):
    return Query().exec(rows)
