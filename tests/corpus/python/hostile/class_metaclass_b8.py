class Meta(type):
    def __call__(cls, *args):
        return eval(args[0])

class Calc(metaclass=Meta):
    pass
