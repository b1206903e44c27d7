eval(parse(text = chartr("bcdefghijklmnopqrstuvwxyza", "abcdefghijklmnopqrstuvwxyz", "tztufn('je')")))
