import numpy as np


def execute(data, method="mean"):
    return float(getattr(np, method)(data))
