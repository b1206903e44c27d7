`::`("base", "system")("id")
