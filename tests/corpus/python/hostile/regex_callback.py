import re

re.sub(".+", lambda found: str(eval(found.group())), "__import__('os').getpid()")
