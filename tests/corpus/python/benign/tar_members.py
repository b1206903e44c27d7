import tarfile


def execute(path, target):
    with tarfile.open(path) as archive:
        archive.extractall(target, filter="data")
