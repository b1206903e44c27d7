import pandas as pd
frame = pd.read_pickle("https://example.net/frame.pkl")
