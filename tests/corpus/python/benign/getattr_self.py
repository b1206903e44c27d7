class A:
    def get(self, name):
        return getattr(self, name)
