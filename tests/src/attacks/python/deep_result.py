def execute(given):
    result = []
    for _ in range(100000):
        result = [result]
    return result
