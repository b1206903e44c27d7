import zipfile

zipfile.ZipFile("bundle.zip").extractall("/usr/local")
