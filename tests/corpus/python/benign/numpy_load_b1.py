import numpy as np
def load(path):
    with np.load(path) as archive:
        return {name: archive[name] for name in archive.files}
