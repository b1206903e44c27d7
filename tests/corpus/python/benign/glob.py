import glob
for name in glob.glob("*.csv"):
    print(name)
