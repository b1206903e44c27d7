def rows(path):
    with open(path) as file:
        yield from (line.rstrip("\n").split(",") for line in file)


for row in rows("table.csv"):
    print(row)
