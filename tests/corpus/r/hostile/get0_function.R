get0("system")("id")
