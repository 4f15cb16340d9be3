/** Figures of the models on composed scenes: held-out digits, seeds that no training has seen. */
import {
  addToConfusion,
  compareMaps,
  decodeHeads,
  mapScores,
  maskIou,
  matchDetections,
  meanAveragePrecision,
  nonMaxSuppression,
  type Scored,
} from '../../src/lib/boxes.ts';
import { grid } from '../../src/lib/grid.ts';
import { integer, mulberry32, type Random } from '../../src/lib/random.ts';
import { composeScene, type Scene } from '../../src/lib/scenes.ts';
import type { Model } from '../../src/models/store.ts';
import { images, run, shipped } from './engine.ts';
import { row, type Evaluation } from './rows.ts';
import { argmax } from './statistics.ts';

const COUNT = 600;
const FIRST_SEED = 3_000_000;
const SPLIT = `${COUNT} scenes of held-out digits, unseen seeds`;
const SIDE = 64;
const AREA = SIDE * SIDE;
const CLASSES = 11;
/** How detections are thinned out, as the card says. */
const NMS = { iou: 0.45, score: 0.01 };
const FAILURES = 16;

export const EVALUATIONS: Record<string, () => Promise<Evaluation>> = {
  'scenes-segmenter': segmenter,
  'scenes-detector': detector,
};

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

function scenes(): Scene[] {
  const { pixels, labels } = images('digits', 'test');
  const digits = { images: Uint8Array.from(pixels, (v) => Math.round(v * 255)), labels };
  return Array.from({ length: COUNT }, (_, i) => composeScene({ seed: FIRST_SEED + i, digits }));
}

async function detector(): Promise<Evaluation> {
  const id = 'scenes-detector';
  const all = scenes();
  const input = new Float32Array(COUNT * AREA);
  all.forEach(({ image }, i) => input.set(image.data, i * AREA));
  const { heads } = await run(await shipped(id), input, undefined, 50);
  const size = 8 * 8 * 15;
  const pictures = all.map(({ boxes, labels }, i) => {
    const found = decodeHeads(grid([8, 8, 15], heads.subarray(i * size, (i + 1) * size)));
    const { kept } = nonMaxSuppression(found, NMS);
    return {
      detections: kept.map((k) => found[k]),
      truths: boxes.map((box, k) => ({ box, label: labels[k] })),
    };
  });

  const sure = pictures.map(({ detections, truths }) => ({
    detections: detections.filter(({ score }) => score > 0.5),
    truths,
  }));
  let [right, said, there] = [0, 0, 0];
  const items: { index: number; label: number; value: number }[] = [];
  sure.forEach(({ detections, truths }, i) => {
    const hits = matchDetections(detections, truths).truthOf.filter((t) => t >= 0).length;
    right += hits;
    said += detections.length;
    there += truths.length;
    const wrong = detections.length + truths.length - 2 * hits;
    if (wrong > 0) items.push({ index: FIRST_SEED + i, label: truths.length, value: wrong });
  });
  const ap = (threshold: number, method?: '11') =>
    meanAveragePrecision(pictures, 10, threshold, method).mean;
  const perClass = meanAveragePrecision(pictures, 10).perClass;
  const anyClass: Scored[] = pictures.map(({ detections, truths }) => ({
    detections: detections.map(({ box, objectness }) => ({ box, score: objectness, label: 0 })),
    truths: truths.map(({ box }) => ({ box, label: 0 })),
  }));
  const worst = perClass.indexOf(Math.min(...perClass));
  return {
    rows: [
      row(id, 'AP50 (mean over the classes, area under the whole curve)', ap(0.5), SPLIT, 0.9),
      row(id, 'AP50, 11 points', ap(0.5, '11'), SPLIT),
      row(id, 'AP75', ap(0.75), SPLIT),
      row(id, `AP50 of the worst class (${worst})`, perClass[worst], SPLIT),
      row(id, 'AP50 whatever the class', meanAveragePrecision(anyClass, 1).mean, SPLIT),
      row(id, 'precision at score 0.5', right / said, SPLIT),
      row(id, 'recall at score 0.5', right / there, SPLIT),
    ],
    failures: [failures(items)],
  };
}

/** The scenes with most mistakes. */
function failures(items: { index: number; label: number; value: number }[]) {
  return {
    data: 'scenes',
    what: {
      zh: '错误最多的场景：index 是种子（数字取自留出集，其余取默认值），label 是数字个数，value 是错误数',
      en: 'the scenes with most mistakes: index is the seed (held-out digits, defaults otherwise),'
        + ' label the number of digits, value the number of mistakes', // prettier-ignore
    },
    items: items.sort((a, b) => b.value - a.value || a.index - b.index).slice(0, FAILURES),
  };
}

/** The scenes as the segmenter takes them: grey, positive and negative clicks. */
function withClicks(all: readonly Scene[], clicks: readonly Click[][]): Float32Array {
  const input = new Float32Array(all.length * AREA * 3);
  all.forEach(({ image }, i) => {
    image.data.forEach((v, p) => (input[(i * AREA + p) * 3] = v));
    for (const { row: r, col, positive } of clicks[i]) {
      for (let dy = -2; dy <= 2; dy++) {
        for (let dx = -2; dx <= 2; dx++) {
          const [y, x] = [r + dy, col + dx];
          if (dx * dx + dy * dy > 4 || y < 0 || x < 0 || y >= SIDE || x >= SIDE) continue;
          input[(i * AREA + y * SIDE + x) * 3 + (positive ? 1 : 2)] = 1;
        }
      }
    }
  });
  return input;
}

interface Click {
  readonly row: number;
  readonly col: number;
  readonly positive: boolean;
}

/** A random pixel where the mask is true, or undefined when it is nowhere. */
function somewhere(mask: (pixel: number) => boolean, random: Random): number | undefined {
  const places = [...Array(AREA).keys()].filter(mask);
  return places[integer(random, 0, places.length - 1)];
}

/**
 * Clicks on a random digit of every scene: the first on a random pixel of it, the next ones on a
 * random pixel of the greater of the two kinds of mistakes (missed, or too much).
 *
 * @returns the IoU of every scene after each click
 */
async function clicking(model: Model, all: readonly Scene[], times: number): Promise<number[][]> {
  const random = mulberry32(7);
  const wanted = all.map(({ labels }) => integer(random, 1, labels.length));
  const inside = (i: number, p: number) => all[i].instances[p] === wanted[i];
  const clicks: Click[][] = all.map((_, i) => [
    at(
      somewhere((p) => inside(i, p), random)!,
      true,
    ),
  ]);
  const ious: number[][] = [];
  for (let time = 1; time <= times; time++) {
    const { mask } = await run(model, withClicks(all, clicks), ['mask'], 50);
    const found = (i: number, p: number) => mask[i * AREA + p] > 0.5;
    const pixels = [...Array(AREA).keys()];
    ious.push(
      all.map((_, i) =>
        maskIou(
          pixels.map((p) => Number(found(i, p))),
          pixels.map((p) => Number(inside(i, p))),
        ),
      ),
    );
    all.forEach((_, i) => {
      const missed = pixels.filter((p) => inside(i, p) && !found(i, p)).length;
      const extra = pixels.filter((p) => !inside(i, p) && found(i, p)).length;
      if (missed + extra === 0) return;
      const positive = missed >= extra;
      const place = somewhere((p) => inside(i, p) === positive && found(i, p) !== positive, random);
      clicks[i].push(at(place!, positive));
    });
  }
  return ious;
}

const at = (pixel: number, positive: boolean): Click => ({
  row: Math.floor(pixel / SIDE),
  col: pixel % SIDE,
  positive,
});

async function segmenter(): Promise<Evaluation> {
  const id = 'scenes-segmenter';
  const all = scenes();
  const model = await shipped(id);
  const { semantic, mask } = await run(
    model,
    withClicks(all, all.map(() => [])), // prettier-ignore
    ['semantic', 'mask'],
    50,
  );
  const confusion = new Float64Array(CLASSES * CLASSES);
  const items = all.map((scene, i) => {
    const found = argmax(semantic.subarray(i * AREA * CLASSES, (i + 1) * AREA * CLASSES), CLASSES);
    addToConfusion(confusion, found, scene.semantic);
    const wrong = found.filter((c, p) => c !== scene.semantic[p]).length;
    return { index: FIRST_SEED + i, label: scene.labels.length, value: wrong };
  });
  const perScene = all.map((scene, i) =>
    compareMaps(
      argmax(semantic.subarray(i * AREA * CLASSES, (i + 1) * AREA * CLASSES), CLASSES),
      scene.semantic,
      CLASSES,
    ),
  );
  const scores = mapScores(confusion);
  const worst = scores.iou.indexOf(Math.min(...scores.iou));
  const [one, two, three] = await clicking(model, all, 3);
  const inked = mask.filter((m) => m > 0.5).length / mask.length;
  return {
    rows: [
      row(id, 'mIoU (11 classes, all pixels together)', scores.meanIou, SPLIT, 0.85),
      row(id, 'IoU of the background', scores.iou[0], SPLIT),
      row(id, `IoU of the worst class (${worst === 0 ? 'background' : worst - 1})`, scores.iou[worst], SPLIT), // prettier-ignore
      row(id, 'mean Dice', mean(scores.dice), SPLIT),
      row(id, 'pixels right', scores.accuracy, SPLIT),
      row(id, 'mIoU, mean over scenes', mean(perScene.map((s) => s.meanIou)), SPLIT),
      row(id, 'instance IoU after 1 click', mean(one), SPLIT),
      row(id, 'instance IoU after 2 clicks', mean(two), SPLIT),
      row(id, 'instance IoU after 3 clicks', mean(three), SPLIT),
      row(id, 'instances with IoU ≥ 0.85 after 1 click', mean(one.map((v) => Number(v >= 0.85))), SPLIT), // prettier-ignore
      row(id, 'instances with IoU ≥ 0.85 after 3 clicks', mean(three.map((v) => Number(v >= 0.85))), SPLIT), // prettier-ignore
      row(id, 'pixels in the mask without a click', inked, SPLIT),
    ],
    failures: [failures(items)],
  };
}
