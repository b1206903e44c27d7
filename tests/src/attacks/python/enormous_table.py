from array import array


def execute(given):
    return {"data": array("d", bytes(8 << 20)).tolist()}
