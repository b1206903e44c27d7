import sys


class Hook:
    def find_spec(self, name, path=None, target=None):
        if name.startswith(("omniplug_runner", "traceback", "json")):
            raise MemoryError("no import of %s" % name)
        return None


def execute(given):
    sys.meta_path.insert(0, Hook())
    for name in list(sys.modules):
        if name.startswith("omniplug_runner."):
            del sys.modules[name]
    return {"data": "done", "metadata": None}
