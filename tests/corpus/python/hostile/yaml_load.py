import yaml
yaml.load(data, Loader=yaml.Loader)
