import hashlib
def stable_order(names):
    return sorted(names, key=lambda n: hashlib.sha256(n.encode()).hexdigest())
