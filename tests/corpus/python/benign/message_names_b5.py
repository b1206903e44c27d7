def explain():
    return "pickle.loads is not safe: use json.loads instead of eval"
