import base64
import io

import matplotlib.pyplot as plt


def execute(data):
    buffer = io.BytesIO()
    plt.plot(data)
    plt.savefig(buffer, format="png")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
