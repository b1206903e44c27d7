import yaml


def execute(text):
    return yaml.dump(yaml.safe_load(text)), yaml.load(text, Loader=yaml.SafeLoader)
