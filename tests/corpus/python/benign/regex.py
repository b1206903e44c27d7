import re
re.compile("eval\(")
