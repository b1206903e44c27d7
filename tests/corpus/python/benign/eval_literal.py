from ast import literal_eval


def execute(text):
    return literal_eval(text)
