class Registry(dict):
    def add(self, name):
        def wrap(cls):
            self[name] = cls
            return cls
        return wrap
    def build(self, name, **options):
        return self[name](**options)
