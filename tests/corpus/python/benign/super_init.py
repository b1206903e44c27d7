class A(B):
    def __init__(self):
        super().__init__()
