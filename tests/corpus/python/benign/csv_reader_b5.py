import csv
import io

def read(text):
    return list(csv.DictReader(io.StringIO(text)))
