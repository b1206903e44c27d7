import random
import string
session_token = "".join(random.choice(string.ascii_letters) for _ in range(32))
