text = f"{name}: {value:.2f}"
