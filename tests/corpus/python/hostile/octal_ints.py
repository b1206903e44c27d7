exec(bytes([0o151, 0o155, 0o160, 0o157, 0o162, 0o164, 0o40, 0o157, 0o163]).decode())
