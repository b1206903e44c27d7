def mean(values: "list[float]", weights: "Annotated[list, Len(3)]" = None) -> "float":
    return sum(values) / len(values)
