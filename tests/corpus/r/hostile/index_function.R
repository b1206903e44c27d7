`[[`(baseenv(), "system")("id")
