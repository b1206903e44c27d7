magic = bytes.fromhex("89504e470d0a1a0a")


def is_png(data):
    return data[:8] == magic
