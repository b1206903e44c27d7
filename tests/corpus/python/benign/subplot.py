import matplotlib
matplotlib.use("Agg")
from matplotlib import pyplot as plt
def draw(groups, path="figure.png"):
    figure, axes = plt.subplots(1, len(groups), squeeze=False)
    for axis, (name, values) in zip(axes[0], groups.items()):
        axis.boxplot(values)
        axis.set_title(name)
    figure.savefig(path, dpi=150)
    plt.close(figure)
