import json
from importlib import resources

schema = json.loads(resources.files("plugin").joinpath("schema.json").read_text())
