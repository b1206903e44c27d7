def clean(names):
    return [n.replace("exec", "run").strip() for n in names]
