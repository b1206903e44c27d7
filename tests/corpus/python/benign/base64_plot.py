import base64, io
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
def figure(x, y):
    drawing, axes = plt.subplots()
    axes.scatter(x, y)
    buffer = io.BytesIO()
    drawing.savefig(buffer, format="png")
    return base64.b64encode(buffer.getvalue()).decode("ascii")
