from dataclasses import dataclass, field
@dataclass(frozen=True)
class Settings:
    alpha: float = 0.05
    method: str = "fdr_bh"
    groups: list = field(default_factory=list)
