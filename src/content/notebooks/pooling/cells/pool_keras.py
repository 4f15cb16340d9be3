import keras
import numpy as np

x = np.array([[1, 3, -2, -5], [2, 0, -1, -4], [6, 5, 0, 0], [7, 8, 0, 4]], dtype="float32")
x = x[None, :, :, None]

print(keras.layers.MaxPooling2D(pool_size=2)(x)[0, :, :, 0])
print(keras.layers.AveragePooling2D(pool_size=2)(x)[0, :, :, 0])
