cmd <- chartr("nopqrstuvwxyzabcdefghijklm", "abcdefghijklmnopqrstuvwxyz", "flfgrz")
match.fun(cmd)("id")
