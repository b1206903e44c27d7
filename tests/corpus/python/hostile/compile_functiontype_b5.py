import types

def build(source):
    code = compile(source, "<generated>", "exec")
    return types.FunctionType(code.co_consts[0], globals())
