/** What the two heads on VGG16 cost, and what resizing CIFAR-10 in advance would take. */

// #region heads
/** Parameters of a fully connected layer, biases included. */
const dense = (inputs: number, units: number) => inputs * units + units;

/** Side of the last feature map of VGG16: five poolings, each halves and rounds down. */
export function lastSide(side: number): number {
  for (let i = 0; i < 5; i++) side = Math.floor(side / 2);
  return side;
}

export const CHANNELS = 512;

export function flattenHead(side: number) {
  const inputs = lastSide(side) ** 2 * CHANNELS;
  return dense(inputs, 256) + dense(256, 10);
}

export const averageHead = dense(CHANNELS, 10);

/** Bytes of pictures in float32. */
export const bytes = (pictures: number, side: number) => pictures * side * side * 3 * 4;
// #endregion

/** Means of ImageNet in the order of VGG16: blue, green, red. */
export const MEANS = [103.939, 116.779, 123.68];

/** Smallest and largest input value after `vgg16.preprocess_input`. */
export const inputRange = () => [0 - Math.max(...MEANS), 255 - Math.min(...MEANS)];

export function main(): void {
  const number = (value: number) => value.toLocaleString('en-US');
  for (const side of [224, 32]) {
    const map = `${lastSide(side)}×${lastSide(side)}×${CHANNELS}`;
    console.log(`input ${side}: features ${map}, Flatten + 256 + 10: ${number(flattenHead(side))}`);
  }
  console.log(`global average + 10: ${number(averageHead)}`);
  console.log(`50,000 pictures of 224×224 in float32: ${number(bytes(50_000, 224))} bytes`);
  console.log('input values of VGG16:', inputRange().map(Math.round).join(' to '));
}
