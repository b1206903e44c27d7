import yaml


def execute(data):
    return yaml.load(data, Loader=yaml.UnsafeLoader)
