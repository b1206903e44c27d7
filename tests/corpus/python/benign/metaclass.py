class Register(type):
    known = {}

    def __new__(cls, name, bases, namespace):
        made = super().__new__(cls, name, bases, namespace)
        cls.known[name] = made
        return made


class Plugin(metaclass=Register):
    pass
