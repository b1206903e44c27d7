import cloudpickle, base64
f = cloudpickle.loads(base64.b64decode(open("f.txt").read()))
f()
