get(chartr("abcdef", "system", "abcdef"))("id")
