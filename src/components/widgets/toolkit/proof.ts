/** The device against float64, cell by cell. Pure. */
import { fill } from './text.ts';
import type { Outputs } from './kind.ts';
import type { ToolWords } from './strings.ts';

/** How far two results of the same shape are apart: the largest |a − b|, NaN when one is NaN. */
export function maxError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return NaN;
  let worst = 0;
  for (let i = 0; i < a.length; i++) {
    const error = a[i] === b[i] ? 0 : Math.abs(a[i] - b[i]);
    if (Number.isNaN(error)) return NaN; // nothing that follows makes it good
    if (error > worst) worst = error;
  }
  return worst;
}

/** Axes of length 1 aside: [1, H, W, 1] holds the same numbers in the same places as [H, W]. */
const sizes = (shape: readonly number[]) => shape.filter((n) => n !== 1).join();

/**
 * Cells compared and the largest difference over all results that the device computed; NaN when one
 * is NaN, has another shape or no judge.
 */
export function compare(device: Outputs, judge: Outputs): { cells: number; error: number } {
  let cells = 0;
  let error = 0;
  for (const name in device) {
    cells += device[name].data.length;
    const other = judge[name];
    const fits = other !== undefined && sizes(device[name].shape) === sizes(other.shape);
    error = Math.max(error, fits ? maxError(device[name].data, other.data) : NaN);
  }
  return { cells, error };
}

/** The proof line in words. */
export function proofText(
  { cells, error }: { cells: number; error: number },
  run: { backend: 'webgl' | 'wasm' | 'cpu'; ms: number; tensors: number; note?: string },
  words: Pick<ToolWords, 'proof' | 'tensors'>,
): string {
  const shown = error === 0 ? '0' : error.toExponential(1).replace('-', '−');
  const facts = [
    fill(words.proof, { cells, error: shown }),
    { webgl: 'WebGL', wasm: 'WASM', cpu: 'CPU' }[run.backend],
    `${run.ms < 10 ? run.ms.toFixed(1) : Math.round(run.ms)} ms`,
    fill(words.tensors, { n: run.tensors }),
  ];
  if (run.note) facts.push(run.note);
  return facts.join(' · ');
}
