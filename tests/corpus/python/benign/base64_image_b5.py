import base64

def png_uri(data):
    return "data:image/png;base64," + base64.b64encode(data).decode("ascii")
