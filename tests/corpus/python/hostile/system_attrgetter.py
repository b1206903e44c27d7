import os, operator
operator.attrgetter("system")(os)("id")
