from operator import attrgetter
attrgetter("__class__.__base__.__subclasses__")(())()
