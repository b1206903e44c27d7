report = ""
total = 0
for name, size in [("a", 1), ("b", 2)]:
    report = report + f"{name}: {size}\n"
    total = total + size
print(report, total)
