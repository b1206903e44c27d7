import sympy

def roots(a, b, c):
    x = sympy.symbols("x")
    return sympy.solve(a * x**2 + b * x + c, x)
