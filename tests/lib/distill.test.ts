import { describe, expect, test } from 'vitest';
import { CLASSES, copyOf, divergence, halved, learn, lesson, logitsOf, meanLoss, meanParts, newPupil, newStudent, PIXELS, sizesOf, soften, softSlope, softWeight, topOf, type Examples, type Mix } from '@lib/distill.ts'; // prettier-ignore
import { layout } from '@lib/mlp.ts';
import { mulberry32 } from '@lib/random.ts';
import golden from '../golden/distill.json' with { type: 'json' };

const near = (got: ArrayLike<number>, want: ArrayLike<number>, within = 1e-10) => {
  expect(got.length).toBe(want.length);
  for (let i = 0; i < want.length; i++) {
    expect(Math.abs(got[i] - want[i])).toBeLessThanOrEqual(within * Math.max(1, Math.abs(want[i])));
  }
};

describe('one example', () => {
  test.each(
    golden.lessons.map((each) => [`T = ${each.temperature}, α = ${each.alpha}`, each] as const),
  )("%s: losses and gradient are PyTorch's", (_, { v, z, label, ...want }) => {
    // prettier-ignore
    const mix: Mix = want;
    const got = lesson(v, z, label, mix);
    near([got.kl, got.ce, got.loss], [want.kl, want.ce, want.loss], 1e-11);
    near(got.total, want.gradient, 1e-11);
    // Both parts and their sum, and gradients that move no mean.
    near(got.total, got.soft.map((g, k) => want.alpha * g + (1 - want.alpha) * got.hard[k]), 1e-14); // prettier-ignore
    near(
      got.soft,
      got.q.p.map((q, k) => softSlope(mix) * (q - got.p.p[k])),
      1e-14,
    );
    for (const g of [got.hard, got.soft, got.total]) {
      expect(Math.abs(g.reduce((a, b) => a + b, 0))).toBeLessThan(1e-12 * Math.max(1, want.temperature)); // prettier-ignore
    }
  });

  test("the page's worked example: 9:3:1 at T = 2, and the gradients", () => {
    const v = [Math.log(81), Math.log(9), 0];
    near(soften(v, 1).p, [81 / 91, 9 / 91, 1 / 91], 1e-13);
    near(soften(v, 2).p, [9 / 13, 3 / 13, 1 / 13], 1e-13);
    const { hard, soft } = lesson(v, [0, 0, 0], 0, { temperature: 2, alpha: 0.5, square: true });
    near(hard, [-2 / 3, 1 / 3, 1 / 3], 1e-13);
    near(soft, [-28 / 39, 8 / 39, 20 / 39], 1e-13);
  });

  test('the gradient is central differences; T² and T, 1 and 1/T', () => {
    const random = mulberry32(2);
    const [v, z] = [0, 1].map(() => Array.from({ length: 10 }, () => 8 * random() - 4));
    for (const square of [true, false]) {
      const mix = { temperature: 3, alpha: 0.4, square };
      const { total } = lesson(v, z, 6, mix);
      const h = 1e-6;
      const slopes = z.map((_, k) => {
        const at = (d: number) => lesson(v, z.map((value, i) => value + (i === k ? d : 0)), 6, mix).loss; // prettier-ignore
        return (at(h) - at(-h)) / (2 * h);
      });
      near(total, slopes, 1e-8);
      expect([softWeight(mix), softSlope(mix)]).toEqual(square ? [9, 3] : [1, 1 / 3]);
    }
  });

  test('temperatures: the order stays, all approach one tenth, and nothing overflows', () => {
    const v = Array.from({ length: 10 }, (_, k) => ((7 * k) % 10) * 4 - 20);
    const order = (values: ArrayLike<number>) => Array.from(values, (_, k) => k).sort((a, b) => values[b] - values[a]); // prettier-ignore
    for (const t of [0.5, 1, 8, 128]) {
      const { p, log } = soften(v, t);
      expect(order(p)).toEqual(order(v));
      expect(p.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 14);
      near(log, p.map(Math.log), 1e-12); // prettier-ignore
    }
    soften(v, 1e6).p.forEach((p) => expect(p).toBeCloseTo(0.1, 5));
    near(soften([5000, -5000], 1).p, [1, 0]);
    expect(divergence(soften(v, 4), soften(v, 4))).toBe(0);
    expect(() => lesson(v, v, 10, { temperature: 1, alpha: 0, square: true })).toThrow(RangeError);
  });
});

/** The made-up digits of make_distill.py. */
function madeUp(temperature: number): Examples {
  const random = mulberry32(11);
  const x = Array.from({ length: 12 }, () => Float64Array.from({ length: PIXELS }, () => { const [a, b] = [random(), random()]; return b < 0.3 ? a : 0; })); // prettier-ignore
  const v = Array.from({ length: 12 }, () => Array.from({ length: CLASSES }, () => 16 * random() - 8)); // prettier-ignore
  return { x, p: v.map((each) => soften(each, temperature)), labels: x.map((_, i) => i % 10) };
}

describe('students', () => {
  test.each(
    golden.runs.map((run) => [`${run.hidden} hidden, ${JSON.stringify(run.mix)}`, run] as const),
  )("%s: 25 steps are those of PyTorch's Adam", (_, { hidden, mix, losses, sum, size, last }) => {
    // prettier-ignore
    const examples = madeUp(mix.temperature);
    const pupil = newPupil(hidden, 7);
    const kept = copyOf(pupil);
    near(losses.map(() => learn(pupil, examples, mix, 0.01)), losses, 1e-9); // prettier-ignore
    const { weights } = pupil.student;
    expect(weights.length).toBe(layout(sizesOf(hidden)).count);
    near([weights.reduce((a, b) => a + b, 0), weights.reduce((a, b) => a + Math.abs(b), 0)], [sum, size], 1e-8); // prettier-ignore
    near(weights.slice(-30), last, 1e-8);
    // The same start, to the last bit; the copy was left alone.
    expect(kept.student.weights).toEqual(newStudent(hidden, 7).weights);
    learn(kept, examples, mix, 0.01);
    expect(kept.student.weights).not.toEqual(newStudent(hidden, 7).weights);
  });

  test('the gradient of every weight is central differences', () => {
    const mix = { temperature: 4, alpha: 0.6, square: true };
    for (const hidden of [0, 8]) {
      const examples = madeUp(4);
      const student = newStudent(hidden, 3);
      const grads = new Float64Array(student.weights.length);
      const loss = meanLoss(student, examples, mix, grads);
      const [kl, ce] = meanParts(student, examples, 4);
      expect(loss).toBeCloseTo(0.6 * 16 * kl + 0.4 * ce, 10);
      const h = 1e-5;
      for (let i = 0; i < grads.length; i += 37) {
        const at = (d: number) => {
          const weights = student.weights.slice();
          weights[i] += d;
          return meanLoss({ hidden, weights }, examples, mix);
        };
        expect(Math.abs((at(h) - at(-h)) / (2 * h) - grads[i])).toBeLessThan(1e-7);
      }
    }
  });

  test('a digit is the mean of its 2×2 pixels; the largest logit is the answer', () => {
    const image = Float64Array.from({ length: 784 }, (_, i) => i);
    const small = halved(image);
    expect(small).toHaveLength(PIXELS);
    expect([small[0], small[1], small[14]]).toEqual([14.5, 16.5, 14.5 + 56]);
    const student = newStudent(0, 1);
    const [blank] = logitsOf(student, [new Float64Array(PIXELS)]);
    expect([...blank]).toEqual([...student.weights.slice(-CLASSES)]);
    expect([topOf([1, 5, 5]), topOf([2])]).toEqual([1, 0]);
  });
});
