from sympy import symbols, diff, sin
x = symbols("x")
slope = diff(sin(x) * x ** 2, x)
