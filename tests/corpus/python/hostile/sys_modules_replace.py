import sys, types
fake = types.ModuleType("hashlib")
fake.sha256 = lambda *a: None
sys.modules["hashlib"] = fake
