import typing


def area(side: "__import__('os').system('id')"):
    return side * side


typing.get_type_hints(area)
