from array import array


def execute(given):
    return {"data": array("d", bytes(32 << 20)).tolist()}
