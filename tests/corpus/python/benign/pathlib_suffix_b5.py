from pathlib import PurePath

def stems(names):
    return [PurePath(n).stem for n in names]
