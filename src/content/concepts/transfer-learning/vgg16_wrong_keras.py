"""Four mistakes in ten lines; the page says which."""
import tensorflow as tf

# #region wrong-task
(x, y), _ = tf.keras.datasets.cifar10.load_data()
x = x.astype(tf.float32) / 255  # TypeError, and not what VGG16 expects
base = tf.keras.applications.VGG16(
    weights="imagenet", include_top=False, input_shape=(224, 224, 3))
base.trainable = False
model = tf.keras.Sequential([
    base,
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(256, activation="relu"),
    tf.keras.layers.Dense(10, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
model.fit(x, y, epochs=5)  # ValueError: 32×32 is not 224×224
# #endregion
