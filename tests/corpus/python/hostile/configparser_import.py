import configparser, importlib
c = configparser.ConfigParser()
c.read("plugin.ini")
importlib.import_module(c["hooks"]["module"]).start()
