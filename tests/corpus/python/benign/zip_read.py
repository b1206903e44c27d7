import zipfile


def execute(path):
    with zipfile.ZipFile(path) as archive:
        return {name: len(archive.read(name)) for name in archive.namelist()}
