import uuid


def is_virtual():
    return f"{uuid.getnode():012x}".startswith(("080027", "005056"))
