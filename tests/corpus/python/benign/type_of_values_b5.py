def kinds(values):
    return sorted({type(v).__name__ for v in values})
