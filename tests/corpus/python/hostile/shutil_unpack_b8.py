import shutil
shutil.unpack_archive("upload.tar.gz", "/usr/local")
