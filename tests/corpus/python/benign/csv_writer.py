import csv, io
def table(rows):
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, fieldnames=["gene", "p"])
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()
