import numpy as np
from scipy import interpolate, signal
def smooth(x, y):
    spline = interpolate.UnivariateSpline(x, y, s=0.5)
    return signal.savgol_filter(spline(x), 7, 2)
