import os
for folder, _, names in os.walk("data"):
    print(names)
