match.fun("system")("id")
