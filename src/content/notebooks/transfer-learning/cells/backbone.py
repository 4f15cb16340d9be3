import keras

(x_train, y_train), (x_test, y_test) = keras.datasets.cifar10.load_data()  # bytes, 32×32×3
base = keras.applications.VGG16(
    weights="imagenet",
    include_top=False,  # without the 1,000 classes of ImageNet
    input_shape=(224, 224, 3),
)
base.trainable = False

inputs = keras.Input((32, 32, 3))
x = keras.layers.Resizing(224, 224)(inputs)  # batch by batch, not 30 GB beforehand
x = keras.applications.vgg16.preprocess_input(x)  # from 0–255 RGB; do not divide by 255
x = base(x, training=False)
x = keras.layers.GlobalAveragePooling2D()(x)  # 512 numbers, not 25,088
outputs = keras.layers.Dense(10, activation="softmax")(x)  # 5,130 parameters to train
model = keras.Model(inputs, outputs)
