from importlib import resources

exec(resources.files("plugin").joinpath("data.txt").read_text())
