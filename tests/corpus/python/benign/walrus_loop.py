import re

pattern = re.compile(r"(\d+)")
if match := pattern.search("a1"):
    print(match.group(1))
