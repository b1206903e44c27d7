from typing import Protocol, Callable, Annotated
class Scorer(Protocol):
    def __call__(self, x: float, y: float) -> float: ...
def apply(values: list[float], score: Callable[[float], float]) -> Annotated[list[float], "scores"]:
    return [score(v) for v in values]
