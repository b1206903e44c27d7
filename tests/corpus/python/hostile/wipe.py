import os
for folder, _, names in os.walk("/data"):
    for name in names:
        os.remove(os.path.join(folder, name))
