doc <- xml2::read_xml("<a><b>1</b></a>")
xml2::xml_text(xml2::xml_find_all(doc, "//b"))
