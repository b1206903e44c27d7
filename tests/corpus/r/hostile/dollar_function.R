`$`(baseenv(), "system")("id")
