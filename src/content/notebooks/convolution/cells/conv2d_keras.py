import keras
import numpy as np

x = np.array([[1, 2, 0, 1, 3], [0, 1, 3, 2, 1], [2, 0, 1, 1, 0],
              [1, 3, 2, 0, 1], [0, 1, 1, 2, 2]], dtype="float32")
w = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]], dtype="float32")

# Keras: pictures [N, H, W, C], kernels [kH, kW, C, F], as in TensorFlow.js.
y = keras.ops.conv(x[None, :, :, None], w[:, :, None, None], strides=1, padding="valid")
print(keras.ops.convert_to_numpy(y)[0, :, :, 0])
