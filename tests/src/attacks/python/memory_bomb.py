def execute(given):
    kept = []
    while True:
        kept.append(bytearray(8 << 20))
        for position in range(0, 8 << 20, 4096):
            kept[-1][position] = 1
