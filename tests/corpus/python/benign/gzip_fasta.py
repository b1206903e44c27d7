import gzip
def records(path):
    opener = gzip.open if path.endswith(".gz") else open
    name, parts = None, []
    with opener(path, "rt") as handle:
        for line in handle:
            if line.startswith(">"):
                if name:
                    yield name, "".join(parts)
                name, parts = line[1:].strip(), []
            else:
                parts.append(line.strip())
    if name:
        yield name, "".join(parts)
