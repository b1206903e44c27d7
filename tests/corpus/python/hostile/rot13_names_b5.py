import codecs

name = codecs.decode("bf", "rot13")
m = __import__(name)
getattr(m, codecs.decode("flfgrz", "rot13"))("id")
