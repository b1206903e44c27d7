import types, marshal
types.FunctionType(marshal.loads(data), {})()
