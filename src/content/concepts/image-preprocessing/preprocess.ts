/** Preprocessing: fitted once on the training pictures, then the same for every picture. */

// #region standardize
export interface Statistics {
  mean: number;
  deviation: number;
}

/** Mean and standard deviation of one channel over all training pictures. */
export function fit(training: readonly number[][]): Statistics {
  const all = training.flat();
  const mean = all.reduce((a, b) => a + b) / all.length;
  const variance = all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / all.length;
  return { mean, deviation: Math.sqrt(variance) };
}

/** Used unchanged in training, validation, testing and production. */
export const standardize = (x: readonly number[], { mean, deviation }: Statistics) =>
  x.map((value) => (value - mean) / deviation);
// #endregion

// #region modes
type Pixel = readonly number[]; // R, G, B from 0 to 255

/** What three families of pretrained networks expect, as in keras.applications. */
export const MODES: Record<string, (rgb: Pixel) => number[]> = {
  /** MobileNet, Inception: from −1 to 1. */
  tf: (rgb) => rgb.map((v) => v / 127.5 - 1),
  /** DenseNet, and the models of torchvision: ImageNet mean and deviation. */
  torch: (rgb) =>
    rgb.map((v, c) => (v / 255 - [0.485, 0.456, 0.406][c]) / [0.229, 0.224, 0.225][c]),
  /** VGG, ResNet of Keras: blue first, mean removed, no scaling. */
  caffe: ([r, g, b]) => [b - 103.939, g - 116.779, r - 123.68],
};
// #endregion

// #region resize
/** Bilinear without antialiasing: two neighbors are read, however much the row shrinks. */
export function bilinear(row: readonly number[], size: number): number[] {
  const scale = row.length / size;
  return Array.from({ length: size }, (_, i) => {
    const place = Math.min(Math.max((i + 0.5) * scale - 0.5, 0), row.length - 1);
    const left = Math.floor(place);
    const right = Math.min(left + 1, row.length - 1);
    return row[left] + (place - left) * (row[right] - row[left]);
  });
}

/** The mean of all pixels that an output pixel covers; size must divide the length. */
export function area(row: readonly number[], size: number): number[] {
  const n = row.length / size;
  return Array.from({ length: size }, (_, i) => {
    return row.slice(i * n, (i + 1) * n).reduce((a, b) => a + b) / n;
  });
}
// #endregion

// #region wrong-own
/** Each picture by its own statistics: how bright it was is lost. */
export const wrongOwn = (x: number[]) => standardize(x, fit([x]));
// #endregion

/** The worked example: two training pictures of two pixels each, then a new one. */
export const TRAINING = [
  [60, 60],
  [180, 180],
];
export const NEW = [240, 120];
/** Eight pixels with one bright line in the fifth. */
export const HAIRLINE = [0, 0, 0, 0, 240, 0, 0, 0];

export function main(): void {
  const statistics = fit(TRAINING);
  console.log(`mean ${statistics.mean}, deviation ${statistics.deviation}`);
  console.log(`new picture ${NEW} -> ${standardize(NEW, statistics)}`);
  console.log(`by its own statistics: ${wrongOwn(NEW)}; half as bright: ${wrongOwn([120, 60])}`);
  console.log(`hairline: bilinear ${bilinear(HAIRLINE, 2)}, area ${area(HAIRLINE, 2)}`);
  for (const [mode, of] of Object.entries(MODES)) {
    console.log(mode.padEnd(5), of([255, 128, 0]).map((v) => v.toFixed(3)).join(' '));
  }
}
