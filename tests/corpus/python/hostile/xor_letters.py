exec("".join(chr(ord(letter) ^ 7) for letter in "njwhus'ht<ht)t~tsbj/ nc ."))
