"""VGG16, pretrained on ImageNet, classifies CIFAR-10: head first, then fine-tuning."""
import keras

# #region data
(x_train, y_train), (x_test, y_test) = keras.datasets.cifar10.load_data()
# Bytes from 0 to 255, 32×32×3. They stay bytes until they are inside the model.
# #endregion

# #region model
base = keras.applications.VGG16(
    weights="imagenet",
    include_top=False,  # cut before the 1,000 classes of ImageNet
    input_shape=(224, 224, 3),
)
base.trainable = False  # stage 1: frozen

inputs = keras.Input((32, 32, 3))
x = keras.layers.Resizing(224, 224)(inputs)  # one batch at a time
x = keras.applications.vgg16.preprocess_input(x)  # BGR minus means; no division by 255
x = base(x, training=False)  # inference mode, also after unfreezing
x = keras.layers.GlobalAveragePooling2D()(x)  # 512 numbers
outputs = keras.layers.Dense(10, activation="softmax")(x)  # 5,130 new parameters
model = keras.Model(inputs, outputs)
# #endregion


# #region train
def fit(rate, epochs):
    model.compile(  # again after every change of `trainable`
        optimizer=keras.optimizers.Adam(rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    stop = keras.callbacks.EarlyStopping(patience=2, restore_best_weights=True)
    model.fit(x_train, y_train, batch_size=64, epochs=epochs,
              validation_split=0.1, callbacks=[stop])


fit(1e-3, 20)  # the new head, until the validation loss rises
base.trainable = True  # stage 2: small steps for all weights
fit(1e-5, 10)
print(model.evaluate(x_test, y_test))  # once, at the end
# #endregion
