import os
os.makedirs("results", exist_ok=True)
