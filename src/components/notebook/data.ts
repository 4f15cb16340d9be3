/** The data sets that cells may ask for: tiles of this site, in an order where classes alternate. */
import { loadData, TILE, type Sprites } from '../../models/data.ts';

export interface Tiles {
  pixels: Uint8Array;
  labels: Uint8Array;
  count: number;
}

/** Tiles of a training set when a cell does not say how many. */
const TRAIN = 2_000;

/**
 * The first `count` tiles of several sprites so that the classes take turns: any prefix is balanced
 * as long as no class has run out. Order within a class is kept.
 */
export function takeTurns(sprites: readonly Sprites[], count: number): Tiles {
  const size = TILE * TILE;
  const byClass = new Map<number, Uint8Array[]>();
  for (const { pixels, labels } of sprites) {
    labels.forEach((label, at) => {
      if (!byClass.has(label)) byClass.set(label, []);
      byClass.get(label)!.push(pixels.subarray(at * size, (at + 1) * size));
    });
  }
  const classes = [...byClass].sort(([a], [b]) => a - b);
  const total = classes.reduce((sum, [, tiles]) => sum + tiles.length, 0);
  const taken = Math.min(count, total);
  const [pixels, labels] = [new Uint8Array(taken * size), new Uint8Array(taken)];
  let at = 0;
  for (let turn = 0; at < taken; turn++) {
    for (const [label, tiles] of classes) {
      if (turn >= tiles.length || at === taken) continue;
      pixels.set(tiles[turn], at * size);
      labels[at++] = label;
    }
  }
  return { pixels, labels, count: taken };
}

/**
 * A data set by name, `digits/train`; only names of this list are known.
 *
 * @throws RuntimeError `offline` or `corrupt`, with the file.
 */
export async function tilesOf(name: string, count: number | undefined): Promise<Tiles> {
  const [set, split] = name.split('/');
  if (!['digits', 'fashion'].includes(set) || !['train', 'test'].includes(split)) {
    throw new Error(`there is no data set ${name}`);
  }
  const files =
    split === 'test' ? [name] : Array.from({ length: 10 }, (_, digit) => `${name}-${digit}`);
  const sprites = await Promise.all(files.map(loadData));
  return takeTurns(sprites, count ?? (split === 'train' ? TRAIN : Infinity));
}
