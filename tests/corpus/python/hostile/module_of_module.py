import tarfile

tarfile.os.system("id")
