def execute(given):
    return execute(given)
