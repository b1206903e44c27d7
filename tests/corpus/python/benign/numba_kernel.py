import numpy as np
def convolve(signal, kernel):
    out = np.zeros(len(signal) - len(kernel) + 1)
    for i in range(len(out)):
        out[i] = np.dot(signal[i:i + len(kernel)], kernel)
    return out
