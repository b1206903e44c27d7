import os


def execute(given):
    os.write(1, b"\xff\xfe not text\n")
    return {"lone": "a\ud800b", "\udfff": 1}
