import { describe, expect, test } from 'vitest';
import { forwardNow } from '@lib/nn/forward.ts';
import { covered, forwardPatched, occlusion, squareAt, squaresOf } from '@lib/nn/occlusion.ts';
import { mulberry32 } from '@lib/random.ts';
import { NETWORKS, networkOf } from './random-networks.ts';

describe.each(Object.keys(NETWORKS))('%s', (name) => {
  const { graph, weights, input } = networkOf(name, 6);
  const known = forwardNow(graph, weights, { image: input });
  const [H, W] = input.shape;

  test('what is computed again is what the whole network gives', () => {
    const random = mulberry32(3);
    for (let i = 0; i < 25; i++) {
      const [a, b] = [Math.floor(random() * H), Math.floor(random() * H)].sort((x, y) => x - y);
      const [c, d] = [Math.floor(random() * W), Math.floor(random() * W)].sort((x, y) => x - y);
      const patch = [a, c, b + 1, d + 1];
      const image = covered(input, patch, random());
      const whole = forwardNow(graph, weights, { image })[graph.outputs[0]];
      const part = forwardPatched(graph, weights, known, image, patch);
      part.data.forEach((value, k) => expect(value).toBeCloseTo(whole.data[k], 12));
    }
  });

  test('the map is the fall of the score, place by place', async () => {
    const squares = squaresOf(H, W, 3, 4);
    const map = (await occlusion(graph, weights, known, 1, squares, 0.5))!;
    expect(map.shape).toEqual([squares.rows, squares.cols, 1]);
    const before = known[graph.outputs[0]].data[1];
    for (let r = 0; r < squares.rows; r++) {
      for (let c = 0; c < squares.cols; c++) {
        const image = covered(input, squareAt(squares, r, c, H, W), 0.5);
        const after = forwardNow(graph, weights, { image })[graph.outputs[0]].data[1];
        expect(map.data[r * squares.cols + c]).toBeCloseTo(before - after, 12);
      }
    }
  });

  test('is given up when asked', async () => {
    let asked = 0;
    const slow = async () => {
      asked++;
      return false;
    };
    const squares = squaresOf(H, W, 3, H);
    // On a fast machine all may be done before the first pause.
    const map = await occlusion(graph, weights, known, 0, squares, 0.5, slow);
    expect(map === undefined).toBe(asked > 0);
  });
});

test('squares: centres every step, cut at the border; black on black changes nothing', async () => {
  const squares = squaresOf(28, 28, 7, 14);
  expect(squares).toEqual({ rows: 14, cols: 14, step: 2, side: 7 });
  expect(squareAt(squares, 0, 0, 28, 28)).toEqual([0, 0, 4, 4]);
  expect(squareAt(squares, 5, 13, 28, 28)).toEqual([7, 23, 14, 28]);
  expect(squaresOf(64, 48, 5, 14)).toEqual({ rows: 13, cols: 10, step: 5, side: 5 });
  const { graph, weights, input } = networkOf('digits');
  const black = covered(input, [0, 0, 12, 12], 0);
  const known = forwardNow(graph, weights, { image: black });
  const map = await occlusion(graph, weights, known, 0, squaresOf(12, 12, 3, 6), 0);
  expect([...map!.data]).toEqual(Array(36).fill(0));
});
