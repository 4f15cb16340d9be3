/** Longer than this at a stretch, in milliseconds, and the page would stutter. */
const SLICE_MS = 12;

/**
 * Does work step by step: at once when one slice is enough, else in slices with a breath between.
 *
 * @param work a generator; each step is short
 * @param breathe lets the page live; false when nobody waits for the results any more
 * @returns the results, or undefined when the work was given up
 */
export function inSlices<T>(
  work: Iterator<unknown>,
  breathe: () => Promise<boolean>,
  results: () => T,
): T | Promise<T | undefined> {
  const slice = (): boolean => {
    const until = performance.now() + SLICE_MS;
    while (performance.now() < until) if (work.next().done) return true;
    return false;
  };
  if (slice()) return results();
  const rest = async () => {
    do if (!(await breathe())) return undefined;
    while (!slice());
    return results();
  };
  return rest();
}
