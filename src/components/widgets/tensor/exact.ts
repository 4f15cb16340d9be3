/** What the device can compute without an error: both the program and the drawing ask. */
import type { Grid } from '../../../lib/grid.ts';
import { magnitude } from '../toolkit/text.ts';
import type { State } from './state.ts';

/** Above this float32, which the device computes with, no longer has every whole number. */
const EXACT = 2 ** 24;

/** Whether every number on the way is one that float32 has. */
export function exact(state: State, x: Grid, b: Grid | undefined): boolean {
  if (state.dtype === 'float32' && state.op !== 'cast') return true;
  const [p, q] = [magnitude(x.data), b ? magnitude(b.data) : 0];
  const most = { matmul: p * q * x.shape[x.shape.length - 1], broadcast: Math.max(p + q, p * q), reduce: p * x.data.length }; // prettier-ignore
  return (most[state.op as keyof typeof most] ?? Math.max(p, q)) < EXACT;
}
