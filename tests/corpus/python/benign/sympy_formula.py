import sympy

x = sympy.symbols("x")
print(sympy.diff(x**2 + 1, x), sympy.lambdify(x, x**2)(3))
