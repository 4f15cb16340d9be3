loss, accuracy = model.evaluate(x_test, y_test)  # once, when every choice is made
error = (accuracy * (1 - accuracy) / len(y_test)) ** 0.5
print(f"accuracy {accuracy:.4f}, standard error {error:.4f}")
