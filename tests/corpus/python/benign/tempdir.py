import tempfile, shutil
folder = tempfile.mkdtemp()
shutil.rmtree(folder)
