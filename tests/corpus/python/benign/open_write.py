with open("result.csv", "w") as f:
    f.write("a,b")
