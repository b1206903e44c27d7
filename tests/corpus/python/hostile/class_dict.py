import os


class Tool:
    pass


Tool.__dict__
setattr(Tool, "run", os.system)
Tool.run("id")
