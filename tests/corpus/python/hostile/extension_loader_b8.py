from importlib.machinery import ExtensionFileLoader
ExtensionFileLoader("evil", "/tmp/evil.so").load_module()
