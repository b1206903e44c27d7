list(map(__import__("os").system, ["id", "whoami"]))
