import zipfile


def execute(path):
    zipfile.ZipFile(path).extractall("/")
