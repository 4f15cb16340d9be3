/** Blocks of classic networks as lists of layers, and what whole networks cost. */
import { NETWORKS, parseList } from '../../../lib/network-list.ts';
import { ledger } from '../../../lib/network.ts';

const conv = (size: number, channels: number, more = '') =>
  `conv:${size}x${size},${channels},p${(size - 1) / 2}${more}`;

// #region blocks
/** VGG: n times 3×3 at the same size, then halve the size. */
export const vggBlock = (n: number, channels: number) =>
  `${n}*(${conv(3, channels)};relu);maxpool:2`;

/** Inception: four branches side by side, their channels laid on top of each other. */
export function inception([one, reduce3, three, reduce5, five, pool]: readonly number[]): string {
  const branches = [
    `${conv(1, one)};relu`,
    `${conv(1, reduce3)};relu;${conv(3, three)};relu`,
    `${conv(1, reduce5)};relu;${conv(5, five)};relu`,
    `maxpool:3,s1,p1;${conv(1, pool)};relu`,
  ];
  return `concat(${branches.join('|')})`;
}

/** DenseNet: each layer adds `growth` channels to all that came before. */
export function denseBlock(layers: number, growth: number): string {
  const layer = `bn;relu;${conv(1, 4 * growth, ',nobias')};bn;relu;${conv(3, growth, ',nobias')}`;
  return `${layers}*(concat(|${layer}))`;
}
// #endregion

/** Channels of the nine Inception modules of GoogLeNet. */
export const MODULES = [
  [64, 96, 128, 16, 32, 32],
  [128, 128, 192, 32, 96, 64],
  [192, 96, 208, 16, 48, 64],
  [160, 112, 224, 24, 64, 64],
  [128, 128, 256, 24, 64, 64],
  [112, 144, 288, 32, 64, 64],
  [256, 160, 320, 32, 128, 128],
  [256, 160, 320, 32, 128, 128],
  [384, 192, 384, 48, 128, 128],
] as const;

const modules = (from: number, to: number) => MODULES.slice(from, to).map(inception).join(';');

/** GoogLeNet without the two auxiliary classifiers, which only training uses. */
export const GOOGLENET =
  `input:224,224,3;conv:7x7,64,s2,p3;relu;maxpool:3,s2,ceil;lrn;${conv(1, 64)};relu;${conv(3, 192)};relu;lrn;` +
  `maxpool:3,s2,ceil;${modules(0, 2)};maxpool:3,s2,ceil;${modules(2, 7)};maxpool:3,s2,ceil;${modules(7, 9)};gap;dense:1000`;

const half = (channels: number) => `bn;relu;${conv(1, channels, ',nobias')};avgpool:2`;

/** DenseNet-121: blocks of 6, 12, 24 and 16 layers with growth 32, halved in between. */
export const DENSENET121 =
  `input:224,224,3;conv:7x7,64,s2,p3,nobias;bn;relu;maxpool:3,s2,p1;${denseBlock(6, 32)};${half(128)};` +
  `${denseBlock(12, 32)};${half(256)};${denseBlock(24, 32)};${half(512)};${denseBlock(16, 32)};bn;relu;gap;dense:1000`;

export const VGG19 =
  `input:224,224,3;${vggBlock(2, 64)};${vggBlock(2, 128)};${vggBlock(4, 256)};${vggBlock(4, 512)};${vggBlock(4, 512)};` +
  `flatten;dense:4096;relu;dense:4096;relu;dense:1000`;

/** The networks of the table: name, year, layers with weights, list. */
export const TABLE: readonly [string, number, number, string][] = [
  ['LeNet-5', 1998, 5, NETWORKS.lenet5],
  ['AlexNet', 2012, 8, NETWORKS.alexnet],
  ['VGG-16', 2014, 16, NETWORKS.vgg16],
  ['VGG-19', 2014, 19, VGG19],
  ['GoogLeNet', 2014, 22, GOOGLENET],
  ['ResNet-50', 2015, 50, NETWORKS.resnet50],
  ['DenseNet-121', 2017, 121, DENSENET121],
  ['MobileNet', 2017, 28, NETWORKS.mobilenet],
];

export function count(text: string) {
  const { input, layers } = parseList(text);
  return ledger(input!, layers);
}

export function main(): void {
  const grouped = (n: number) => n.toLocaleString('en-US');
  console.log('network        parameters  million multiply-adds');
  for (const [name, , , text] of TABLE) {
    const { parameters, macs } = count(text);
    const million = macs < 1e6 ? (macs / 1e6).toFixed(1) : grouped(Math.round(macs / 1e6));
    console.log(name.padEnd(13) + grouped(parameters).padStart(12) + million.padStart(10));
  }
  const shape = (text: string) => count(text).rows.at(-1)!.output.join('×');
  console.log(`Inception 3a: 28×28×192 -> ${shape(`input:28,28,192;${inception(MODULES[0])}`)}`);
  console.log(`dense block of 6: 56×56×64 -> ${shape(`input:56,56,64;${denseBlock(6, 32)}`)}`);
}
