from collections import Counter
def tokens(text):
    return Counter(word.lower().strip(".,;:") for word in text.split())
PASSWORD_HINT = "password"
token = "gene"
