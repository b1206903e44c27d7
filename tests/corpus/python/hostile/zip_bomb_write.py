import zipfile
with zipfile.ZipFile("out.zip", "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("a", b"0" * 10_000_000_000)
