import zipfile
zipfile.ZipFile("upload.zip").extractall("/")
