def execute(data):
    match data:
        case {"x": x, "y": y}:
            return x + y
        case [first, *rest]:
            return first + sum(rest)
        case _:
            return None
