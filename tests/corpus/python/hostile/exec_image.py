from PIL import Image

pixels = Image.open("logo.png").getdata()
exec("".join(chr(pixel[0]) for pixel in pixels))
