// What a file stores: bytes from 0 to 255. What the network should get: floats from 0 to 1.
const bytes = tf.tidy(() => digits.images.mul(255).round().toInt());
const inputs = bytes.toFloat().div(255);
bytes.dispose();
const targets = digits.labels.toFloat(); // TensorFlow.js takes integer classes as float32

// The classes alternate in this data set, so the last tenth holds every class equally often.
const last = digits.labels.slice(1800, 200);
console.log('validation set:', countsOf(last).join(' '));
last.dispose();
inputs;
