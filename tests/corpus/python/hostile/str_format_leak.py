class C:
    def __init__(self):
        self.a = 1
print("{0.__init__.__globals__}".format(C()))
