import cloudpickle


def execute(payload):
    return cloudpickle.loads(payload)
