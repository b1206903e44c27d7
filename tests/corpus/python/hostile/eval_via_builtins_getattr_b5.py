import builtins

def compute(data):
    evaluator = getattr(builtins, "ev" + "al")
    return evaluator(data["formula"])
