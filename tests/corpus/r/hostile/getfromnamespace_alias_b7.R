g <- utils::getFromNamespace
g("system2", "base")("id")
