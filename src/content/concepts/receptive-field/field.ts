// Receptive field, step and first pixel of every layer of a stack, along one axis.

// #region field
/** Kernel size, stride, dilation and padding in front of one layer. */
export interface Layer {
  k: number;
  s?: number;
  d?: number;
  p?: number;
}

/** Unit i covers the pixels from start + i * step to start + i * step + size - 1. */
export interface Field {
  size: number;
  step: number;
  start: number;
}

export function receptiveField(layers: Layer[]): Field[] {
  let [size, step, start] = [1, 1, 0]; // a pixel sees itself
  return layers.map(({ k, s = 1, d = 1, p = 0 }) => {
    size += (k - 1) * d * step; // with the step of the layer before
    start -= p * step;
    step *= s;
    return { size, step, start };
  });
}
// #endregion

// #region networks
const conv3 = (s = 1, d = 1): Layer => ({ k: 3, s, d, p: d });
const times = (n: number, layer: Layer) => Array.from({ length: n }, () => layer);

export const three = times(3, conv3());
export const early = [conv3(2), conv3(), conv3()];
export const late = [conv3(), conv3(), conv3(2)];
export const dilated = [1, 2, 4].map((d) => conv3(1, d));
export const gridded = times(3, conv3(1, 2));
export const vgg16 = [2, 2, 3, 3, 3].flatMap((n) => [...times(n, conv3()), { k: 2, s: 2 }]);

/** The longest path of ResNet-50: a skip connection only adds shorter ones. */
export function resnet50(strideOn: '3x3' | '1x1'): Layer[] {
  const layers: Layer[] = [{ k: 7, s: 2, p: 3 }, conv3(2)];
  [3, 4, 6, 3].forEach((blocks, stage) => {
    for (let b = 0; b < blocks; b++) {
      const s = stage > 0 && b === 0 ? 2 : 1;
      const reduce = { k: 1, s: strideOn === '1x1' ? s : 1 };
      layers.push(reduce, conv3(strideOn === '3x3' ? s : 1), { k: 1 });
    }
  });
  return layers;
}
// #endregion

// #region wrong-order
export function wrongField(layers: Layer[]): number {
  let [size, step] = [1, 1];
  for (const { k, s = 1, d = 1 } of layers) {
    step *= s; // too early: a stride widens later layers only
    size += (k - 1) * d * step;
  }
  return size;
}
// #endregion

export const NETWORKS: [name: string, layers: Layer[]][] = [
  ['three 3x3', three],
  ['stride 2 first', early],
  ['stride 2 last', late],
  ['dilation 1, 2, 4', dilated],
  ['dilation 2, 2, 2', gridded],
  ['VGG-16, pool5', vgg16],
  ['ResNet-50, stride on 3x3', resnet50('3x3')],
  ['ResNet-50, stride on 1x1', resnet50('1x1')],
];

export function main(): void {
  for (const [name, layers] of NETWORKS) {
    const { size, step, start } = receptiveField(layers).at(-1)!;
    console.log(`${name.padEnd(25)} size ${size}, step ${step}, start ${start}`);
  }
}
