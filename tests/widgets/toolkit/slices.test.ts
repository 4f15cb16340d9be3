import { expect, test } from 'vitest';
import { inSlices } from '@widgets/toolkit/slices.ts';

/** Work of so many steps, each as long as asked. */
function* steps(count: number, ms: number): Generator<void> {
  for (let i = 0; i < count; i++) {
    const until = performance.now() + ms;
    while (performance.now() < until);
    yield;
  }
}

test('short work is done at once', () => {
  const breathe = () => Promise.reject(new Error('no need to breathe'));
  expect(inSlices(steps(3, 0), breathe, () => 'done')).toBe('done');
});

test('long work breathes, and comes to its end', async () => {
  let breaths = 0;
  const breathe = async () => ++breaths > 0;
  const result = inSlices(steps(20, 4), breathe, () => 'done');
  expect(result).toBeInstanceOf(Promise);
  expect(await result).toBe('done');
  expect(breaths).toBeGreaterThanOrEqual(3);
});

test('work nobody waits for is given up', async () => {
  const work = steps(1000, 4);
  expect(await inSlices(work, async () => false, () => 'done')).toBeUndefined(); // prettier-ignore
  expect(work.next().done).toBe(false);
});
