import tarfile
tarfile.open("a.tar").extractall(filter="data")
