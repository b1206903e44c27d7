def calc(formula, x):
    return eval(compile(formula, "f", "eval"), {"x": x})
