import xml.sax
xml.sax.parse(open("input.xml"), xml.sax.ContentHandler())
