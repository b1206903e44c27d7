import pandas as pd
pd.read_csv("data.csv")
