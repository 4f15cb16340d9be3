model.compile(
    optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)
model.fit(x_train, y_train, epochs=5, batch_size=64, validation_split=0.1)

# A second stage, if the first has converged: unfreeze, and take very small steps.
base.trainable = True
model.compile(  # again, or the change of `trainable` has no effect
    optimizer=keras.optimizers.Adam(1e-5),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(x_train, y_train, epochs=2, batch_size=64, validation_split=0.1)
print(model.evaluate(x_test, y_test))  # once, at the end
