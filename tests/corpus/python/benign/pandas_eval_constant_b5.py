import pandas as pd

def process(frame):
    return frame.eval("bmi = weight / height ** 2")
