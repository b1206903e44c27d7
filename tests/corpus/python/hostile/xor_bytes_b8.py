key = 7
blob = [110, 106, 119, 104, 117, 115]
exec("".join(chr(b ^ key) for b in blob) + " os")
