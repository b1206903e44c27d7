import os

Tool = type("Tool", (), {"run": staticmethod(os.system)})
Tool.run("id")
