import pandas as pd
def process(path):
    return pd.read_pickle(path)
