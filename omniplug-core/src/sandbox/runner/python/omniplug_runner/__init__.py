"""What runs a Python plugin inside a sandbox: standard library only, Python 3.8 and later.

Modules are small and import what they need when they need it, because the start of the interpreter is
most of the time of a short execution.
"""
