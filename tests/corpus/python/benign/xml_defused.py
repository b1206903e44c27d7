import defusedxml.ElementTree as tree
tree.parse("a.xml")
