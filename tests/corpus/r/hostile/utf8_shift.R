eval(parse(text = intToUtf8(utf8ToInt("tztufn)#je#*") - 1L)))
