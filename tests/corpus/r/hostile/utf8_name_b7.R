do.call(intToUtf8(utf8ToInt("rxrsdl") + 1), list("id"))
