import types
m = types.ModuleType("m")
exec(open("/tmp/m.py").read(), m.__dict__)
