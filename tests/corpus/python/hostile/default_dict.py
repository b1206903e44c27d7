import os
from collections import defaultdict

tools = defaultdict(lambda: os.system)
tools["anything"]("id")
