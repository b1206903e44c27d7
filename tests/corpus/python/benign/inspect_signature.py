import inspect


def execute(data, scale=1):
    return data


print(inspect.signature(execute).parameters, inspect.getsource(execute))
