m = "%s%s" % ("o", "s")
getattr(__import__(m), "po%s" % "pen")("id")
