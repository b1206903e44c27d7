import numexpr
def process(expression):
    return numexpr.evaluate(expression)
