import joblib

def predict(path, frame):
    model = joblib.load(path)
    return model.predict(frame)
