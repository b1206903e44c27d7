print(open("results/summary.txt").read())
