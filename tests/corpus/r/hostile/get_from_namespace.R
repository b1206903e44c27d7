getFromNamespace("system", "base")("id")
