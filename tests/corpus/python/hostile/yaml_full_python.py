import yaml
config = yaml.load(open("settings.yml"), Loader=yaml.UnsafeLoader)
