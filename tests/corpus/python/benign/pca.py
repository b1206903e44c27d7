import numpy as np
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler
def execute(data, parameters):
    matrix = StandardScaler().fit_transform(np.asarray(data))
    model = PCA(n_components=parameters.get("components", 2)).fit(matrix)
    return {"scores": model.transform(matrix).tolist(), "explained": model.explained_variance_ratio_.tolist()}
