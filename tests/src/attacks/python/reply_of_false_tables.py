import json
import os
import struct


def execute(given):
    column = {"name": "x", "type": "float64", "nulls": 0, "validity": None, "offsets": None,
              "data": [64, 1 << 62]}
    header = json.dumps({"status": "success", "data": {"$table": 0}, "error": None,
                         "tables": [{"rows": 1 << 59, "columns": [column]}]}).encode()
    os.write(4, b"OMNIPLUG" + struct.pack("<IIQQ", 1, 0, len(header), 0) + header
             + bytes(-(32 + len(header)) % 64))
    os._exit(0)
