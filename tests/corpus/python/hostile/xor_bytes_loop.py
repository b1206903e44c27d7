data = b"\x0b\x0f\x12\x0d\x10\x16"
out = bytearray()
for i, b in enumerate(data):
    out.append(b ^ 0x62)
exec(out.decode())
