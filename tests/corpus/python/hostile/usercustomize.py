import site, pathlib
pathlib.Path(site.USER_SITE, "usercustomize.py").write_text("import os")
