import re
PATTERN = re.compile(r"^(?P<gene>[A-Z0-9-]+)_(?P<sample>\w+)$")
def split(name):
    found = PATTERN.match(name)
    return found.groupdict() if found else None
