from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

def fit(X, y):
    return make_pipeline(StandardScaler(), LogisticRegression()).fit(X, y)
