class Query:
    def exec(self): return 1
Query().exec()
