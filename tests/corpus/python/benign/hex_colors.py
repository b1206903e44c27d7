COLORS = ["#1f77b4", "#ff7f0e"]
def rgb(color):
    return tuple(int(color[i:i + 2], 16) for i in (1, 3, 5))
