def f(run=eval, text=input()):
    return run(text)
