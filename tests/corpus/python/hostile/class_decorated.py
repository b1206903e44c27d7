import os


@os.system
@lambda _: "id"
class Command:
    pass
