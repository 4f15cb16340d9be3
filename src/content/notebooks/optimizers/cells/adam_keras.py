import keras

# Keras passes its own epsilon, 1e-7, on every backend.
print(keras.optimizers.Adam(learning_rate=0.1).epsilon)
