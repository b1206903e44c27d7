import csv
for row in csv.DictReader(open("data/rows.csv")):
    eval(row["formula"])
