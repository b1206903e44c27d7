import os
table = {"a": os.system}
table["a"]("id")
