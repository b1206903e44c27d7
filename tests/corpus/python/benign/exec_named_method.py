class Session:
    def execute(self, statement, parameters=()):
        return (statement, parameters)
    def system(self, name):
        return {"name": name}
session = Session()
session.execute("SELECT 1")
session.system("solar")
