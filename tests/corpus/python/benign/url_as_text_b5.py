REFERENCE = "https://doi.org/10.1038/nature14539"

def cite():
    return f"See {REFERENCE} for the method"
