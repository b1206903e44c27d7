def read(path):
    with open(path) as handle:
        yield from (line.rstrip("\n").split(",") for line in handle)
def numbers(rows):
    return [[float(c) for c in row] for row in rows]
