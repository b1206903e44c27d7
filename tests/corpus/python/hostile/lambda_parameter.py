import os

(lambda start, what: start(what))(os.system, "id")
