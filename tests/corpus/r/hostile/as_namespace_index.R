asNamespace("base")[["system"]]("id")
