// Grad-CAM on two maps of a last convolutional layer, and where its averaging misleads.

type Map2D = number[][];
const combine = (maps: Map2D[], value: (k: number, r: number, c: number) => number): Map2D =>
  maps[0].map((row, r) => row.map((_, c) => maps.reduce((sum, _, k) => sum + value(k, r, c), 0)));
export const relu = (x: Map2D): Map2D => x.map((row) => row.map((v) => Math.max(0, v)));
const mean = (x: Map2D) => x.flat().reduce((a, b) => a + b, 0) / x.flat().length;

// #region grad-cam
/** Mean of the gradient over all places, one number per map. */
export const alphas = (gradients: Map2D[]): number[] => gradients.map(mean);

/** ReLU of the sum of maps, each weighted with its alpha. */
export function gradCam(maps: Map2D[], gradients: Map2D[]): Map2D {
  const alpha = alphas(gradients);
  return relu(combine(maps, (k, r, c) => alpha[k] * maps[k][r][c]));
}

/** HiResCAM: gradient times map place by place, without the mean. */
export const hiResCam = (maps: Map2D[], gradients: Map2D[]): Map2D =>
  relu(combine(maps, (k, r, c) => gradients[k][r][c] * maps[k][r][c]));
// #endregion

// #region example
export const MAPS = [
  [[8, 4], [0, 0]], // prettier-ignore
  [[0, 0], [4, 8]], // prettier-ignore
];
/** A head of global average pooling and a linear layer: the gradient is w/4 at every place. */
export const HEADS = { a: [3, -1], b: [-1, 2] };
export const score = (w: number[]) => MAPS.reduce((sum, map, k) => sum + w[k] * mean(map), 0);
export const pooledGradients = (w: number[]) => MAPS.map((map, k) => map.map((row) => row.map(() => w[k] / 4)));
/** The class activation map: the maps weighted with w itself. */
export const cam = (w: number[]) => combine(MAPS, (k, r, c) => w[k] * MAPS[k][r][c]);
// #endregion

// #region flat
/** A head that flattens: it has a weight of its own for each place. */
export const FLAT_MAP = [[[6, 6], [0, 0]]]; // prettier-ignore
export const FLAT_WEIGHTS = [[[1, -1], [0, 0]]]; // prettier-ignore
export const USED_LEFT = [[[3, -1], [0, 0]]]; // prettier-ignore
// #endregion

export function main(): void {
  for (const [name, w] of Object.entries(HEADS)) {
    const gradients = pooledGradients(w);
    console.log(`class ${name}: score`, score(w), 'alpha', JSON.stringify(alphas(gradients)));
    console.log('  Grad-CAM', JSON.stringify(gradCam(MAPS, gradients)));
  }
  for (const [name, weights] of Object.entries({ 'w = 1, -1': FLAT_WEIGHTS, 'w = 3, -1': USED_LEFT })) {
    console.log(`flattened, ${name}: Grad-CAM`, JSON.stringify(gradCam(FLAT_MAP, weights)));
    console.log('  HiResCAM', JSON.stringify(hiResCam(FLAT_MAP, weights)));
  }
}
