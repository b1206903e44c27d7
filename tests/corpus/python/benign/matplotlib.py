import matplotlib.pyplot as plt
plt.savefig("plot.png")
