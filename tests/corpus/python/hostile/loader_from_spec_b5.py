from importlib.util import spec_from_file_location, module_from_spec

def plug(path):
    spec = spec_from_file_location("plugin", path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
