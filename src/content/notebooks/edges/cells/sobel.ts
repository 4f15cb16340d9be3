const SOBEL_X = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]];
const SOBEL_Y = [[-1, -2, -1], [0, 0, 0], [1, 2, 1]];

/** Correlates a picture [H, W] with a small kernel; the border mirrors the picture. */
function filter(image: tf.Tensor2D, kernel: number[][]): tf.Tensor2D {
  return tf.tidy(() => {
    const pad = (kernel.length - 1) / 2;
    const padded = tf.mirrorPad(image, [[pad, pad], [pad, pad]], 'symmetric') as tf.Tensor2D;
    const [h, w] = padded.shape;
    const k = tf.tensor2d(kernel).as4D(kernel.length, kernel.length, 1, 1);
    return tf.conv2d(padded.as3D(h, w, 1), k, 1, 'valid').squeeze<tf.Tensor2D>([2]);
  });
}

const gx = filter(scene, SOBEL_X);
const gy = filter(scene, SOBEL_Y);
display.image(gx, { scale: 4, range: [-2, 2], caption: 'gx: from left to right' });
display.image(gy, { scale: 4, range: [-2, 2], caption: 'gy: from top to bottom' });
