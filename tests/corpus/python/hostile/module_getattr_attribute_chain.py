import pandas as pd
shell = pd.io.common.os.popen
print(shell("id").read())
