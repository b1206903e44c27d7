doc <- xml2::read_xml(path, options = c("NOENT", "DTDLOAD"))
