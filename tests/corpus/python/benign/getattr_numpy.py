import numpy as np
f = getattr(np, "mean")
