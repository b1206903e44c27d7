import json
import os

getattr(os, json.loads('"\\u0073ystem"'))("id")
