import shelve

def lookup(key):
    with shelve.open("/var/cache/app/state") as db:
        return db[key]
