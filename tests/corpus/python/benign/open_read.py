with open("data/table.csv") as f:
    rows = f.readlines()
