/** The five ResNets of the paper as lists of layers: depth, parameters, multiply-adds. */
import { parseList } from '../../../lib/network-list.ts';
import { ledger } from '../../../lib/network.ts';

// #region build
/** Blocks in each of the four stages. */
export const STAGES: Record<number, number[]> = {
  18: [2, 2, 2, 2],
  34: [3, 4, 6, 3],
  50: [3, 4, 6, 3],
  101: [3, 4, 23, 3],
  152: [3, 8, 36, 3],
};

/** Basic blocks have two convolutions; from 50 layers on, bottlenecks have three. */
export const convolutions = (depth: number) => (depth < 50 ? 2 : 3);

/** Layers with weights on the way through: first convolution, blocks, last dense layer. */
export const depthOf = (depth: number) =>
  1 + convolutions(depth) * STAGES[depth].reduce((a, b) => a + b) + 1;

const conv = (size: number, channels: number, stride = 1) =>
  `conv:${size}x${size},${channels},s${stride},p${(size - 1) / 2},nobias;bn`;

/** One block; `early` puts the stride of a bottleneck on its first 1×1, as the paper does. */
function block(depth: number, width: number, stride: number, changes: boolean, early: boolean) {
  const wide = convolutions(depth) === 3;
  const out = wide ? 4 * width : width;
  const [first, second] = early ? [stride, 1] : [1, stride];
  const branch = wide
    ? [conv(1, width, first), conv(3, width, second), conv(1, out)]
    : [conv(3, width, stride), conv(3, width)];
  return `add(${branch.join(';relu;')}|${changes ? conv(1, out, stride) : ''});relu`;
}

/** A whole network as text; `plain` leaves out every shortcut. */
export function resnet(depth: number, { early = false, plain = false } = {}): string {
  const blocks = STAGES[depth].flatMap((count, stage) =>
    Array.from({ length: count }, (_, i) => {
      const stride = stage > 0 && i === 0 ? 2 : 1;
      const changes = stride === 2 || (i === 0 && convolutions(depth) === 3);
      return block(depth, 64 * 2 ** stage, stride, changes, early);
    }),
  );
  const list = plain ? blocks.map((each) => each.replace(/add\((.*)\|.*\)/, '$1')) : blocks;
  return ['input:224,224,3', conv(7, 64, 2), 'relu;maxpool:3,s2,p1', ...list, 'gap;dense:1000'].join(';');
}
// #endregion

export function count(text: string, side = 224) {
  return ledger([side, side, 3], parseList(text).layers);
}

export function main(): void {
  const grouped = (n: number) => n.toLocaleString('en-US');
  console.log('layers  parameters  million multiply-adds');
  for (const depth of Object.keys(STAGES).map(Number)) {
    const { parameters, macs } = count(resnet(depth));
    const row = [depthOf(depth), grouped(parameters), grouped(Math.round(macs / 1e6))];
    console.log(row.map((cell, i) => String(cell).padStart([6, 12, 8][i])).join(''));
  }
  const early = count(resnet(50, { early: true }));
  console.log(`50 layers, stride on the first 1×1: ${grouped(Math.round(early.macs / 1e6))}`);
  const plain = count(resnet(34, { plain: true }));
  console.log(`34 layers without shortcuts: ${grouped(plain.parameters)} parameters`);
  const small = count(resnet(18), 32);
  const maps = small.rows.filter(({ op }) => op === 'add').map(({ output }) => output[0]);
  console.log(`sides of the maps of a 32×32 picture in ResNet-18: ${maps.join(' ')}`);
}
