UNITS = {"system": "SI", "exec": "none"}

def process(name):
    return UNITS.get("system") if name else UNITS["exec"]
