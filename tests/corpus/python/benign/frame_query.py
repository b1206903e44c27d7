import pandas as pd
def execute(data, parameters):
    frame = pd.DataFrame(data)
    frame = frame.query("age > 30 and weight < @limit", local_dict={"limit": 80})
    frame["bmi"] = frame.eval("weight / (height * height)")
    return frame.to_dict("records")
