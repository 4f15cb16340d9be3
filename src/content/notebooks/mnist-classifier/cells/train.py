model.compile(
    optimizer="adam",
    loss="sparse_categorical_crossentropy",  # classes as integers
    metrics=["accuracy"],
)
history = model.fit(
    x_train, y_train,
    epochs=5, batch_size=64,
    validation_split=0.1,  # the last tenth, set apart before shuffling
)
