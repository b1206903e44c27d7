get("system")("id")
