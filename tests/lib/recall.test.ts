import { describe, expect, test } from 'vitest';
import { mulberry32 } from '../../src/lib/random.ts';
import { example, trainRecall, type Trainable } from '../../src/lib/recall.ts';

/** A model without memory trouble: a weight for the first input and one for the last. */
function linear(): Trainable {
  const theta = new Float64Array(2);
  const logit = (x: number[]) => theta[0] * x[0] + theta[1] * x[x.length - 1];
  return {
    theta,
    logit,
    backward(x, loss, grad) {
      const d = loss(logit(x));
      grad[0] += d * x[0];
      grad[1] += d * x[x.length - 1];
    },
  };
}

describe('the recall task', () => {
  test('the first input tells the label, the others are small', () => {
    const random = mulberry32(1);
    const examples = Array.from({ length: 200 }, () => example(12, random));
    for (const { x, label } of examples) {
      expect(x).toHaveLength(12);
      expect(x[0]).toBe(label ? 1 : -1);
    }
    const rest = examples.flatMap(({ x }) => x.slice(1));
    const deviation = Math.hypot(...rest) / Math.sqrt(rest.length);
    expect(deviation).toBeGreaterThan(0.18);
    expect(deviation).toBeLessThan(0.22);
    const ones = examples.filter(({ label }) => label).length;
    expect(ones).toBeGreaterThan(70);
    expect(ones).toBeLessThan(130);
    expect(() => example(0, random)).toThrow(RangeError);
  });

  test('training raises the weight of the first input until all is right', () => {
    const model = linear();
    expect(trainRecall(model, 20, 100, 2)).toBe(1);
    expect(model.theta[0]).toBeGreaterThan(0.5);
    expect(Math.abs(model.theta[1])).toBeLessThan(model.theta[0]);
    // A model that looks at the last input alone cannot do better than guess.
    const blind: Trainable = { ...linear(), logit: (x) => x[x.length - 1] };
    expect(Math.abs(trainRecall(blind, 20, 1, 2) - 0.5)).toBeLessThan(0.1);
  });
});
