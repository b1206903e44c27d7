import string

ALPHABET = string.ascii_lowercase + string.digits
VOWELS = "".join(sorted(set("aeiou")))
NAMES = [chr(code) for code in range(65, 91)]
