XML::xmlParse("in.xml", replaceEntities = TRUE)
