from sympy import sympify
def execute(data, parameters):
    return str(sympify(parameters["expression"]))
