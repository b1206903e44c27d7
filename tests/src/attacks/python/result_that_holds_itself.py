def execute(given):
    result = {}
    result["self"] = [result]
    return result
