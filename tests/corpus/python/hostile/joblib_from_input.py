from joblib import load


def execute(data):
    return load(data["path"])
