from dataclasses import dataclass, field


@dataclass
class Settings:
    names: list = field(default_factory=list)
    table: dict = field(default_factory=dict)
