for kind in object.__subclasses__():
    if kind.__name__ == "Popen":
        kind(["sh", "-c", "id"])
