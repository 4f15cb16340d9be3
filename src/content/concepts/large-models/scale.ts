/** What size costs: parameters, work per picture, training, memory. */

export interface Vit {
  /** Width of a token. */
  width: number;
  layers: number;
  /** Side of a patch in pixels. */
  patch: number;
}

export const VITS: Record<string, Vit> = {
  'ViT-B/16': { width: 768, layers: 12, patch: 16 },
  'ViT-L/14': { width: 1024, layers: 24, patch: 14 },
  'ViT-H/14': { width: 1280, layers: 32, patch: 14 },
};
const [SIDE, CHANNELS, CLASSES] = [224, 3, 1000];

// #region vit
/** Parameters of a vision transformer with a head for 1,000 classes. */
export function parameters({ width: d, layers, patch }: Vit): number {
  const patches = (SIDE / patch) ** 2;
  const block = 12 * d * d + 13 * d; // attention 4d² + 4d, MLP 8d² + 5d, two norms 4d
  const embedding = CHANNELS * patch * patch * d + d + d + (patches + 1) * d;
  return embedding + layers * block + 2 * d + (d + 1) * CLASSES;
}

/** Multiply-adds for one picture. */
export function work({ width: d, layers, patch }: Vit): number {
  const patches = (SIDE / patch) ** 2;
  const n = patches + 1; // and the class token
  const block = n * 12 * d * d + 2 * n * n * d; // matrices, then scores and weighted sums
  return patches * CHANNELS * patch * patch * d + layers * block + d * CLASSES;
}
// #endregion

// #region training
/** Operations to train a transformer: about 6 per parameter and token. */
export const trainingOperations = (parameters: number, tokens: number) => 6 * parameters * tokens;

/** Days on so many devices, if the work divides without loss. */
export const days = (operations: number, perSecond: number, devices: number) =>
  operations / (perSecond * devices) / 86_400;

/** Bytes of the weights alone. */
export const weightBytes = (parameters: number, bits: number) => (parameters * bits) / 8;
// #endregion

export const GPT3 = { parameters: 175e9, tokens: 300e9 };

export function main(): void {
  for (const [name, vit] of Object.entries(VITS)) {
    const [n, m] = [parameters(vit), work(vit)];
    const sizes = [32, 16, 8]
      .map((bits) => `${(weightBytes(n, bits) / 1e9).toFixed(2)}`)
      .join(', ');
    console.log(
      `${name}  ${(n / 1e6).toFixed(1)}M parameters, ${(m / 1e9).toFixed(1)}G multiply-adds, GB at 32, 16, 8 bits: ${sizes}`,
    );
  }
  const operations = trainingOperations(GPT3.parameters, GPT3.tokens);
  console.log(`GPT-3: ${operations.toExponential(2)} operations`);
  for (const devices of [1, 1000]) {
    const time = days(operations, 1e14, devices);
    console.log(
      `${devices} device(s) at 1e14 per second: ${time.toFixed(1)} days, ${(time * devices).toFixed(0)} device-days`,
    );
  }
}
