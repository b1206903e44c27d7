from defusedxml.ElementTree import fromstring

print(fromstring("<a><b/></a>").tag)
