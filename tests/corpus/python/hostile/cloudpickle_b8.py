import cloudpickle
f = cloudpickle.loads(data)
