class Loader:
    exec(open("config.txt").read())
