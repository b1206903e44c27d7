import zipfile, io
def names(payload):
    with zipfile.ZipFile(io.BytesIO(payload)) as archive:
        return [n for n in archive.namelist() if n.endswith(".csv")]
