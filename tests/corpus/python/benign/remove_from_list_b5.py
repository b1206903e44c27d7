def process(values):
    values = list(values)
    values.remove(max(values))
    return values
