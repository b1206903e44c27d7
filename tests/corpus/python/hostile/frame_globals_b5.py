import sys

def steal():
    frame = sys._getframe(1)
    return {k: v for k, v in frame.f_globals.items() if "key" in k.lower()}
