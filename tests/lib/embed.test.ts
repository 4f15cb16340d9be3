/** Contrastive learning and fusion against PyTorch, and against the listings of the pages. */
import { beforeAll, describe, expect, test } from 'vitest';
import { adamStep, blockMeans, cosines, encodePicture, encodeText, infoNce, lossAndGradient, partners, PLACES, recallAtOne, startAdam, startWeights, turns, unit, weightCount } from '@lib/contrastive.ts'; // prettier-ignore
import { decide, drawOf, entropyOf, examples, judge, logisticLoss, measure, multiplyOdds, noisy, outer, trainAll, WAYS, type Task } from '@lib/fusion.ts'; // prettier-ignore
import { mulberry32, normal } from '@lib/random.ts';
import { clipLoss, recall } from '../../src/content/concepts/cross-modal-learning/contrast.ts';
import * as listing from '../../src/content/concepts/multimodal-learning/fusion.ts';
import { firstOf } from '../../src/components/widgets/toolkit/digits.ts';
import { loadData, tileOf, type Sprites } from '../../src/models/data.ts';
import { readFromDisk } from '../../src/models/on-disk.ts';
import golden from '../golden/embed.json' with { type: 'json' };

let data: Sprites;

beforeAll(async () => {
  readFromDisk();
  data = await loadData('digits/test');
});

const near = (got: ArrayLike<number>, want: readonly number[], within = 1e-9) => {
  expect(got.length).toBe(want.length);
  want.forEach((v, i) => expect(Math.abs(got[i] - v), `${i}: ${got[i]} for ${v}`).toBeLessThan(within)); // prettier-ignore
};

test('means of 4×4 pixels', () => {
  golden.means.forEach((want, i) => near(blockMeans(tileOf(data, i ? firstOf(3) + 30 : 0)), want, 1e-12)); // prettier-ignore
});

describe('the loss', () => {
  test.each(golden.tables)("equals PyTorch's, n = $partner.length, τ = $tau", (made) => {
    const { loss, slopes } = infoNce(made.cosines, made.partner, made.tau);
    expect(loss).toBeCloseTo(made.loss, 10);
    near(slopes.flat(), made.slopes.flat(), 1e-12);
  });

  test('is that of the listing, and its recall', () => {
    const random = mulberry32(3);
    for (let n = 2; n <= 10; n++) {
      const table = Array.from({ length: n }, () => Array.from({ length: n }, () => 2 * random() - 1)); // prettier-ignore
      const own = partners(n);
      const z = table.map((row) => row.map((v) => v / 0.2));
      expect(infoNce(table, own, 0.2).loss).toBeCloseTo(clipLoss(z), 12);
      expect(recallAtOne(table, own) / n).toBe(recall(z));
    }
  });

  test('the worked example of the page, and ln n when nothing is told apart', () => {
    const table = [[Math.log(6), Math.log(2)], [Math.log(3), Math.log(3)]]; // prettier-ignore
    const { loss, rows, columns } = infoNce(table, [0, 1], 1);
    expect(loss).toBeCloseTo(-Math.log(3 / 20) / 4, 12);
    near(rows.flat(), [3 / 4, 1 / 4, 1 / 2, 1 / 2]);
    near(columns.flat(), [2 / 3, 2 / 5, 1 / 3, 3 / 5]);
    for (const tau of [0.02, 1]) expect(infoNce([[1, 1, 1], [1, 1, 1], [1, 1, 1]], [2, 0, 1], tau).loss).toBeCloseTo(Math.log(3), 12); // prettier-ignore
  });

  test('ties find nothing, swapped texts change places, zeros stay zeros', () => {
    expect(recallAtOne([[1, 1], [0, 2]], [0, 1])).toBe(1); // prettier-ignore
    expect(partners(4, [1, 3])).toEqual([0, 3, 2, 1]);
    expect(partners(3)).toEqual([0, 1, 2]);
    expect(unit([0, 0])).toEqual([0, 0]);
    expect(Math.hypot(...unit([3, 4]))).toBeCloseTo(1, 15);
  });
});

describe('training', () => {
  test.each(golden.runs)("takes PyTorch's steps: $pairs pairs, $shots pictures, $steps steps", (run) => {
    const { pairs, shots, rate, tau, seed, steps, swapAt } = run;
    const swap = (run.swap ?? undefined) as [number, number] | undefined;
    const batches = Array.from({ length: shots }, (_, s) => Array.from({ length: pairs }, (__, d) => blockMeans(tileOf(data, firstOf(d) + s)))); // prettier-ignore
    const weights = startWeights(pairs, seed);
    expect(weights.length).toBe(weightCount(pairs));
    expect([...weights.slice(PLACES.b1, PLACES.w2)].every((v) => v === 0)).toBe(true);
    const adam = startAdam(weights.length);
    for (let step = 0; step <= steps; step++) {
      const own = partners(pairs, swap && step >= swapAt ? swap : undefined);
      const { loss, gradient } = lossAndGradient(weights, batches, own, tau);
      expect(Math.abs(loss - run.losses[step]), `step ${step}`).toBeLessThan(1e-8);
      if (step === steps) near(gradient, run.gradient, 1e-8);
      else adamStep(weights, gradient, adam, rate);
    }
    near(weights, run.weights, 1e-7);
  }); // prettier-ignore

  test('the gradient is the slope of the loss, and so are the turns', () => {
    const batches = [0, 1].map((s) => [0, 1, 2].map((d) => blockMeans(tileOf(data, firstOf(d) + s)))); // prettier-ignore
    const weights = startWeights(3, 5);
    const own = [2, 1, 0];
    const { gradient } = lossAndGradient(weights, batches, own, 0.3);
    for (let i = 0; i < weights.length; i += 7) {
      const at = (by: number) => lossAndGradient(weights.map((v, k) => v + (k === i ? by : 0)), batches, own, 0.3).loss; // prettier-ignore
      expect(gradient[i]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 6);
    }
    const angles = [0.3, 2, 4];
    const texts = [0, 1, 2].map((j) => encodeText(weights, j));
    const table = (by: number, i: number) => cosines(angles.map((a, k) => [Math.cos(a + (k === i ? by : 0)), Math.sin(a + (k === i ? by : 0))]), texts); // prettier-ignore
    const pictures = angles.map((a) => [Math.cos(a), Math.sin(a)]);
    const found = turns(pictures, texts, infoNce(table(0, 0), own, 0.3).slopes, 0.3);
    found.forEach((slope, i) => {
      const loss = (by: number) => infoNce(table(by, i), own, 0.3).loss;
      expect(slope).toBeCloseTo((loss(1e-6) - loss(-1e-6)) / 2e-6, 6);
    });
    expect(Math.hypot(...encodePicture(weights, batches[0][0]).vector)).toBeCloseTo(1, 12);
  });
});

describe('fusion', () => {
  test.each(golden.fusions)("equals PyTorch's: $task, noise $noise in $when", (made) => {
    const draw = drawOf(made.task as Task, made.perClass, made.seed);
    const models = trainAll(draw, made.when === 'both' ? made.noise : 0);
    models.forEach((weights, m) => near(weights, made.weights[m], 1e-7));
    const { right, entropy } = measure(draw, models, made.noise);
    expect(right).toEqual(made.right);
    near(entropy, made.entropy, 1e-7);
    made.probabilities.forEach((want, i) => near(judge(models, draw.held[i], made.noise), want, 1e-7)); // prettier-ignore
  });

  test('the odds are those of the listing; averages choose the same class', () => {
    const random = mulberry32(9);
    for (let i = 0; i < 300; i++) {
      const [a, b] = [4 * normal(random), 4 * normal(random)];
      const [p, q, , average, odds] = decide([a, b, 0, 0]);
      expect(average).toBeCloseTo(listing.average(p, q), 12);
      expect(odds).toBeCloseTo(listing.multiplyOdds(p, q), 9);
      expect(multiplyOdds(p, q)).toBeCloseTo(odds, 9);
      expect(average > 0.5).toBe(odds > 0.5);
    }
    expect(multiplyOdds(2 / 3, 3 / 4)).toBeCloseTo(6 / 7, 12);
    expect(multiplyOdds(2 / 3, 3 / 4, 1 / 4)).toBeCloseTo(18 / 19, 12);
  });

  test('examples: classes in turn, sarcasm where the modalities disagree, noise beside', () => {
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    for (const task of ['evidence', 'sarcasm'] as const) {
      const all = examples(task, 4000, mulberry32(1));
      const kinds = [0, 1, 2, 3].map((k) => all.filter((_, i) => i % 4 === k));
      const signs = kinds.map((kind) => [Math.sign(mean(kind.flatMap(({ a }) => a))), Math.sign(mean(kind.flatMap(({ b }) => b)))]); // prettier-ignore
      kinds.forEach((kind, k) => {
        expect(kind.every(({ label }) => label === k % 2)).toBe(true);
        const [a, b] = signs[k];
        if (task === 'evidence') expect([a, b]).toEqual(k % 2 ? [1, 1] : [-1, -1]);
        else expect(listing.sarcasm(a, b)).toBe(k % 2);
      });
    }
    const [example] = examples('evidence', 1, mulberry32(2));
    expect(noisy(example, 0)).toEqual(example.b);
    near(noisy(example, 2), example.b.map((v, k) => v + 2 * example.noise[k])); // prettier-ignore
    expect(outer([1, 2], [3, 4])).toEqual([3, 4, 6, 8]);
    // The held-out examples do not depend on how many are trained on.
    expect(drawOf('sarcasm', 5, 3).held).toEqual(drawOf('sarcasm', 40, 3).held);
  });

  test('cross-entropy: ln 2 at the start, no overflow', () => {
    expect(logisticLoss(new Float64Array(3), [[1, 2], [3, 4]], [0, 1]).loss).toBeCloseTo(Math.LN2, 12); // prettier-ignore
    expect(entropyOf(800, 1)).toBe(0);
    expect(entropyOf(-800, 1)).toBe(800);
    expect(WAYS).toHaveLength(6);
  });
});
