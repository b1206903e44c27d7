import pandas as pd
def execute(path):
    frame = pd.read_csv(path, sep="\t", index_col=0)
    counts = frame.groupby("condition").agg({"value": ["mean", "std", "count"]})
    counts.columns = ["_".join(c) for c in counts.columns]
    return counts.reset_index().to_json(orient="records")
