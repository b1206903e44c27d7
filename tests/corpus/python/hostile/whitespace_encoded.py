text = "\t \t\t \t \t"
bits = text.replace(" ", "0").replace("\t", "1")
exec(int(bits, 2).to_bytes(8, "big"))
