f <- chartr("nopqrstuvwxyzabcdefghijklm", "abcdefghijklmnopqrstuvwxyz", "flfgrz")
do.call(f, list("id"))
