def run(expression):
    template = "result = " + expression
    scope = {}
    exec(template, scope)
    return scope["result"]
