import tensorflow as tf
model = tf.keras.models.load_model("m.h5", safe_mode=False)
