rows = []
while True:
    rows.append(1)
