import keras

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()  # 60,000 and 10,000
x_train = x_train[..., None].astype("float32") / 255  # not astype(tf.float32)
x_test = x_test[..., None].astype("float32") / 255
print(x_train.shape, x_train.min(), x_train.max())
