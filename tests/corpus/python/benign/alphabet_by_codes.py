qualities = "".join(chr(33 + score) for score in range(42))
letters = "".join(map(chr, range(97, 123)))
