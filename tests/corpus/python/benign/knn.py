from sklearn.neighbors import KNeighborsClassifier
from sklearn.model_selection import cross_val_score
def execute(data, parameters):
    model = KNeighborsClassifier(n_neighbors=int(parameters.get("k", 5)))
    scores = cross_val_score(model, data["x"], data["y"], cv=5)
    return {"mean": float(scores.mean()), "deviation": float(scores.std())}
