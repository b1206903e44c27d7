import numexpr
def execute(data, parameters):
    return numexpr.evaluate(parameters["formula"])
