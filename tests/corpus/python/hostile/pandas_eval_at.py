import pandas as pd, sys
pd.eval(sys.argv[1], engine="python")
