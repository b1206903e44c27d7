import sqlite3

import pandas as pd

connection = sqlite3.connect("data.db")
table = pd.read_sql_query("SELECT * FROM t WHERE a > ?", connection, params=(1,))
table.to_sql("u", connection, if_exists="replace")
