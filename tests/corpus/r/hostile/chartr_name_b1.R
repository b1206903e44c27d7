plain <- chartr("abcdefghijklmnopqrstuvwxyz", "nopqrstuvwxyzabcdefghijklm", "flfgrz")
get(plain)("id")
