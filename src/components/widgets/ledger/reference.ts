/** The paths from the chosen cell to the input in float64, from src/lib. */
import { marginals, pathCost, pathShares, pathSteps } from '../../../lib/network.ts';
import type { Grid } from '../../../lib/grid.ts';
import type { Outputs } from '../toolkit/kind.ts';
import type { State } from './state.ts';

/** About 10 ms of additions. */
const AT_ONCE = 3e6;

/**
 * `paths` [H, W, 1]: the share of all paths of the cell that end in each pixel; `pathsRow` [H, 1, 1]
 * and `pathsColumn` [1, W, 1] are its sums. What is missing to one ends in padding.
 */
export function reference(
  { ledger: { rows }, layer, cell }: State,
  _picture?: Grid,
  breathe: () => Promise<boolean> = async () => true,
): Outputs | Promise<Outputs | undefined> {
  if (pathCost(rows, layer) < AT_ONCE) return outputs(pathShares(rows, layer, cell));
  return slowly(pathSteps(rows, layer, cell), breathe);
}

async function slowly(
  steps: Generator<void, Grid, void>,
  breathe: () => Promise<boolean>,
): Promise<Outputs | undefined> {
  let begun = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return outputs(value);
    if (performance.now() - begun < 10) continue;
    if (!(await breathe())) return undefined;
    begun = performance.now();
  }
}

function outputs(paths: Grid): Outputs {
  const { rows, columns } = marginals(paths);
  return { paths, pathsRow: rows, pathsColumn: columns };
}
