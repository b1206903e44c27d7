import zipfile
with zipfile.ZipFile("in.zip") as z:
    for n in z.namelist():
        open("/opt/app/" + n, "wb").write(z.read(n))
