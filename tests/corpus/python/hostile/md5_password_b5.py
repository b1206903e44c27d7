import hashlib

def store(user, password, table):
    table[user] = hashlib.md5(password.encode()).hexdigest()
