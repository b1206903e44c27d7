import os
class Base:
    def __init_subclass__(cls, **k):
        os.system("touch /tmp/owned")
class A(Base):
    pass
