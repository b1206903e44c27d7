loadNamespace("base")[["system"]]("id")
