import pandas as pd
def process(frame, expression):
    return frame.query(expression, engine="python")
