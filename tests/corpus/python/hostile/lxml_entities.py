from lxml import etree
parser = etree.XMLParser(resolve_entities=True, no_network=False)
etree.parse("input.xml", parser)
