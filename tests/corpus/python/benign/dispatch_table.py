import math

FUNCTIONS = {"sin": math.sin, "cos": math.cos}


def execute(data, name="sin"):
    return [FUNCTIONS[name](value) for value in data]
