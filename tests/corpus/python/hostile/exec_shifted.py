text = "jnqpsu!pt<pt/tztufn)(je(*"
exec("".join([chr(ord(letter) - 1) for letter in text]))
