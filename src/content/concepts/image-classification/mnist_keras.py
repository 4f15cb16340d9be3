"""The classic task in Keras 3: MNIST with 121,930 parameters."""
import keras

# #region data
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()  # 60,000 and 10,000
x_train = x_train[..., None].astype("float32") / 255  # a NumPy type, not tf.float32
x_test = x_test[..., None].astype("float32") / 255
# #endregion

# #region model
model = keras.Sequential([
    keras.Input((28, 28, 1)),  # not input_shape= in the first layer
    keras.layers.Conv2D(32, 3, activation="relu"),  # 320
    keras.layers.MaxPooling2D(2),
    keras.layers.Conv2D(64, 3, activation="relu"),  # 18,496
    keras.layers.MaxPooling2D(2),
    keras.layers.Flatten(),  # 5 * 5 * 64 = 1,600
    keras.layers.Dense(64, activation="relu"),  # 102,464: hidden
    keras.layers.Dense(10, activation="softmax"),  # 650: output
])
model.compile(
    optimizer="adam",
    loss="sparse_categorical_crossentropy",  # labels are integers
    metrics=["accuracy"],
)
# #endregion

# #region fit
model.fit(
    x_train, y_train, batch_size=64, epochs=20,
    validation_split=0.1,  # the last 6,000 images, set apart before shuffling
    callbacks=[keras.callbacks.EarlyStopping(
        monitor="val_loss", patience=2, restore_best_weights=True)],
)
print(model.evaluate(x_test, y_test))  # once, at the very end
# #endregion
