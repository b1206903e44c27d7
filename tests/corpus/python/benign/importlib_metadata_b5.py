from importlib.metadata import version

def about():
    return {"numpy": version("numpy")}
