import pickle
from pathlib import Path

path = Path("model.pkl")
path.write_bytes(pickle.dumps({"a": 1}))
