import keras

augment = keras.Sequential([  # active in training only; at inference the identity
    keras.layers.RandomTranslation(2.5 / 28, 2.5 / 28, fill_mode="constant"),
    keras.layers.RandomRotation(15 / 360, fill_mode="constant"),  # in turns, not degrees
    keras.layers.RandomZoom(0.15, fill_mode="constant"),
])
# No RandomFlip: a mirrored digit is not that digit.
pictures = augment(images, training=True)  # images: [n, 28, 28, 1], float32
