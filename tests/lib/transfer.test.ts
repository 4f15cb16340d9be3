import { describe, expect, test } from 'vitest';
import { batches, changeOf, copied, drawn, lossOf, moved, parametersOf, randomBlocks, scoresOf, trainHead, trainNetwork, type Network } from '@lib/transfer.ts'; // prettier-ignore
import { mulberry32 } from '@lib/random.ts';

const done = <T>(work: Generator<unknown, T>): T => {
  let next = work.next();
  while (!next.done) next = work.next();
  return next.value;
};

describe('draws', () => {
  test('no digit twice, a draw of fewer begins a draw of more, seeds differ', () => {
    const ten = drawn(10, 10, 40, 5);
    for (let label = 0; label < 10; label++) {
      const places = ten.map((round) => round[label]);
      expect(new Set(places).size).toBe(10);
      expect(places.every((at) => at >= 0 && at < 40)).toBe(true);
    }
    expect(drawn(10, 3, 40, 5)).toEqual(ten.slice(0, 3));
    expect(drawn(10, 3, 40, 6)).not.toEqual(ten.slice(0, 3));
  });

  test('batches use every example once before one comes again', () => {
    const steps = batches(12, 5, 12, 9);
    expect(steps.every((batch) => batch.length === 5)).toBe(true);
    const flat = steps.flat();
    for (let i = 0; i < 60; i += 12) expect(new Set(flat.slice(i, i + 12)).size).toBe(12);
    expect(batches(3, 5, 2, 9).map((batch) => batch.length)).toEqual([3, 3]);
  });
});

test('the head on coefficients takes the steps of the head on weights', () => {
  const random = mulberry32(8);
  const xs = Array.from({ length: 7 }, () => Float64Array.from({ length: 5 }, () => random()));
  const labels = [0, 1, 2, 0, 1, 2, 0];
  const { head, loss } = done(trainHead(xs, labels, 3, 40, { rate: 0.5, momentum: 0.9 }));
  const [w, b] = [new Float64Array(15), new Float64Array(3)];
  const net = { kernel: w, bias: b, scale: head.scale };
  const [vw, vb] = [new Float64Array(15), new Float64Array(3)];
  for (let step = 0; step < 40; step++) {
    const [gw, gb] = [new Float64Array(15), new Float64Array(3)];
    xs.forEach((x, i) => {
      const z = scoresOf(net, x);
      const sum = z.reduce((s, v) => s + Math.exp(v), 0);
      for (let k = 0; k < 3; k++) {
        const error = (Math.exp(z[k]) / sum - Number(k === labels[i])) / 7;
        gb[k] += error;
        for (let a = 0; a < 5; a++) gw[a * 3 + k] += (error * x[a]) / head.scale;
      }
    });
    for (let p = 0; p < 15; p++) w[p] -= 0.5 * (vw[p] = 0.9 * vw[p] + gw[p]);
    for (let k = 0; k < 3; k++) b[k] -= 0.5 * (vb[k] = 0.9 * vb[k] + gb[k]);
  }
  w.forEach((v, i) => expect(head.kernel[i]).toBeCloseTo(v, 11));
  b.forEach((v, k) => expect(head.bias[k]).toBeCloseTo(v, 11));
  const mean = xs.reduce((sum, x, i) => sum + lossOf(scoresOf(net, x), labels[i]) / 7, 0);
  expect(loss).toBeCloseTo(mean, 11);
});

test('gradients of a network are central differences', () => {
  const random = mulberry32(4);
  const blocks = randomBlocks(8, [2, 3], 11);
  const kernel = Float64Array.from({ length: 2 * 2 * 3 * 2 }, () => random() - 0.5);
  const net: Network = { blocks, head: { kernel, bias: new Float64Array(2), scale: 1.7 } };
  const inputs = [0, 1].map(() => Float64Array.from({ length: 64 }, () => random()));
  const lossAt = (at: Network) => [...trainNetwork(copied(at), inputs, [0, 1], [[0, 1]], { rate: 0, convRate: 0, momentum: 0 })].find((loss) => loss !== undefined)!; // prettier-ignore
  const after = copied(net);
  for (const _ of trainNetwork(after, inputs, [0, 1], [[0, 1]], { rate: 1, convRate: 1, momentum: 0 })) void _; // prettier-ignore
  const [before, stepped] = [parametersOf(net), parametersOf(after)];
  let checked = 0;
  before.forEach((values, p) => {
    for (let i = 0; i < values.length; i += 3) {
      const shifted = (by: number) => {
        const other = copied(net);
        parametersOf(other)[p][i] += by;
        return lossAt(other);
      };
      const slope = (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
      expect(values[i] - stepped[p][i], `${p} ${i}`).toBeCloseTo(slope, 6);
      checked++;
    }
  });
  expect(checked).toBeGreaterThan(30);
});

test('moving right and down, and back, loses only what left the picture', () => {
  const picture = Float64Array.from({ length: 25 }, (_, i) => i + 1);
  const there = moved(picture, 5, 2, -1);
  expect(there[0 * 5 + 2]).toBe(picture[1 * 5 + 0]);
  expect(there[0]).toBe(0);
  expect([...moved(picture, 5, 0, 0)]).toEqual([...picture]);
  const back = moved(there, 5, -2, 1);
  expect(back[1 * 5 + 0]).toBe(picture[5]);
  expect(back[4]).toBe(0);
});

test('change is the root of the mean squared difference', () => {
  expect(changeOf([1, 2, 3, 4], [1, 2, 3, 4])).toBe(0);
  expect(changeOf([0, 0], [3, 4])).toBeCloseTo(Math.sqrt(12.5), 12);
});
