import re

print(re.sub(r"\d+", lambda found: str(int(found.group()) * 2), "a1b22"))
