import unicodedata
exec(unicodedata.normalize("NFKC", "ｉｍｐｏｒｔ　ｏｓ").replace("　", " "))
