import pandas as pd

table = pd.read_pickle("https://example.org/table.pkl")
