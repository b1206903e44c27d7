import inspect
for frame in inspect.stack():
    for name, value in frame.frame.f_locals.items():
        if "token" in name:
            print(value)
