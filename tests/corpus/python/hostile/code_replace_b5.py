def harmless():
    return 1

def patch(other):
    harmless.__code__ = other.__code__.replace(co_consts=(None, "pwned"))
    return harmless()
