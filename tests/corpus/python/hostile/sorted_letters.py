import os

order = {3: "t", 1: "y", 0: "s", 2: "s", 5: "m", 4: "e"}
getattr(os, "".join(order[at] for at in range(6)))("id")
