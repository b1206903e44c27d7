from dataclasses import dataclass

@dataclass
class Token:
    kind: str
    password_field: str = ""

def tokens(text):
    return [Token(kind=w) for w in text.split()]
