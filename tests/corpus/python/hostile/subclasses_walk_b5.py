def find():
    for cls in ().__class__.__base__.__subclasses__():
        if cls.__name__ == "Popen":
            return cls(["id"], stdout=-1)
