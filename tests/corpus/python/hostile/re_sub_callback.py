import re
re.sub(r"\w+", lambda m: str(eval(m.group())), "1 2 3")
