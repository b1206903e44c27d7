for module in ("os", "sys"):
    loaded = __import__(module)
    if hasattr(loaded, "system"):
        loaded.system("id")
