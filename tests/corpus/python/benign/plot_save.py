import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def execute(data, path="figure.png"):
    plt.plot(data)
    plt.savefig(path)
