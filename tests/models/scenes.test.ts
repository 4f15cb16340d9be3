/** The shipped detector and segmenter on scenes of shipped digits, as the widgets use them. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  compareMaps,
  decodeHeads,
  maskIou,
  matchDetections,
  nonMaxSuppression,
} from '@lib/boxes.ts';
import { grid, type Grid } from '@lib/grid.ts';
import { forwardNow } from '@lib/nn/forward.ts';
import { composeScene, type Digits } from '@lib/scenes.ts';
import { loadData } from '@models/data.ts';
import { readFromDisk } from '@models/on-disk.ts';
import { loadModel } from '@models/store.ts';

const SIDE = 64;
let digits: Digits;

beforeAll(async () => {
  readFromDisk();
  const { pixels, labels } = await loadData('digits/test');
  digits = { images: pixels, labels };
});

const scene = (seed: number) => composeScene({ seed, digits, count: [3, 4] });

/** The input of the segmenter: grey, positive clicks, negative clicks (none here). */
function withClick(image: Grid, click?: readonly [row: number, col: number]): Grid {
  const input = grid([SIDE, SIDE, 3]);
  for (let row = 0; row < SIDE; row++) {
    for (let col = 0; col < SIDE; col++) {
      const at = row * SIDE + col;
      input.data[at * 3] = image.data[at];
      const near = click && (row - click[0]) ** 2 + (col - click[1]) ** 2 <= 4;
      input.data[at * 3 + 1] = near ? 1 : 0;
    }
  }
  return input;
}

/** For each pixel the most probable class. */
function classesOf({ shape: [, , classes], data }: Grid): Uint8Array {
  return Uint8Array.from({ length: SIDE * SIDE }, (_, pixel) => {
    const scores = data.subarray(pixel * classes, (pixel + 1) * classes);
    return scores.indexOf(Math.max(...scores));
  });
}

describe('scenes-detector', () => {
  test('decoded as its card says, it finds most digits with the right class', async () => {
    const { graph, weights } = await loadModel('scenes-detector');
    let [right, said, there] = [0, 0, 0];
    for (let seed = 1; seed <= 10; seed++) {
      const { image, boxes, labels } = scene(seed);
      const { heads } = forwardNow(graph, weights, { [graph.inputs[0]]: image });
      expect(heads.shape).toEqual([8, 8, 15]);
      const found = decodeHeads(heads);
      const { kept } = nonMaxSuppression(found, { iou: 0.45, score: 0.4 });
      const truths = boxes.map((box, i) => ({ box, label: labels[i] }));
      const match = matchDetections(
        kept.map((i) => found[i]),
        truths,
      );
      right += match.truthOf.filter((t) => t >= 0).length;
      said += kept.length;
      there += boxes.length;
    }
    expect(right / there).toBeGreaterThan(0.75);
    expect(right / said).toBeGreaterThan(0.75);
  });
});

describe('scenes-segmenter', () => {
  test('classes of pixels, no mask without a click, and the digit that is clicked', async () => {
    const { graph, weights } = await loadModel('scenes-segmenter');
    const ious: number[] = [];
    let confused = 0;
    for (let seed = 1; seed <= 4; seed++) {
      const { image, instances, semantic } = scene(seed);
      const plain = forwardNow(graph, weights, { [graph.inputs[0]]: withClick(image) });
      const scores = compareMaps(classesOf(plain.semantic), semantic, 11);
      expect(scores.accuracy).toBeGreaterThan(0.9);
      confused += 1 - scores.accuracy;
      expect(plain.mask.shape).toEqual([SIDE, SIDE, 1]);
      expect(plain.mask.data.filter((p) => p > 0.5).length).toBeLessThan(0.02 * SIDE * SIDE);

      const pixels = [...instances.keys()].filter((p) => instances[p] === 1);
      const click = pixels[Math.floor(pixels.length / 2)];
      const place = [Math.floor(click / SIDE), click % SIDE] as const;
      const clicked = forwardNow(graph, weights, { [graph.inputs[0]]: withClick(image, place) });
      ious.push(
        maskIou(
          clicked.mask.data.map((p) => Number(p > 0.5)),
          instances.map((i) => Number(i === 1)),
        ),
      );
    }
    expect(confused / 4).toBeLessThan(0.06);
    expect(ious.reduce((a, b) => a + b, 0) / ious.length).toBeGreaterThan(0.6);
  });
});
