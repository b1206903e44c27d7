import joblib
joblib.load("model.bin")
