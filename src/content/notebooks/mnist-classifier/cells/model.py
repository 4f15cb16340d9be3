model = keras.Sequential([
    keras.Input((28, 28, 1)),  # not input_shape= in the first layer
    keras.layers.Conv2D(32, 3, activation="relu"),
    keras.layers.MaxPooling2D(2),
    keras.layers.Conv2D(64, 3, activation="relu"),
    keras.layers.MaxPooling2D(2),
    keras.layers.Flatten(),
    keras.layers.Dense(64, activation="relu"),  # hidden
    keras.layers.Dense(10, activation="softmax"),  # output
])
model.summary()  # 121,930 parameters
