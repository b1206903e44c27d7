from functools import reduce

def process(text):
    return reduce(lambda value, step: step(value), [str.strip, str.lower], text)
