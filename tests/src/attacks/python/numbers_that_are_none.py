def execute(given):
    return {"nan": float("nan"), "infinite": [float("inf"), -float("inf")], "large": 10 ** 400, "one": 1.0}
