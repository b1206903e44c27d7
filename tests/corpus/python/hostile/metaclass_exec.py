class Meta(type):
    def __new__(cls, name, bases, body):
        exec(body.get("code", ""))
        return super().__new__(cls, name, bases, body)
class Job(metaclass=Meta):
    code = "import os; os.system('id')"
