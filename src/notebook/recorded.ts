/** What a run of a notebook showed, as `npm run record` keeps it in recorded.json. */
import type { Output } from './protocol.ts';

/** An output that can stand in JSON: pictures as PNG, values as plain lists. */
export type RecordedOutput =
  | Exclude<Output, { kind: 'image' | 'tensor' | 'progress' }>
  | {
      kind: 'tensor';
      shape: number[];
      dtype: string;
      stats: { min: number | null; max: number | null; mean: number | null; nan: number };
      values: (number | string | null)[];
    }
  | {
      kind: 'image';
      width: number;
      height: number;
      scale: number;
      caption?: string;
      /** Base64 of a PNG. */
      png: string;
    };

export interface RecordedCell {
  /** The first 12 hex digits of the SHA-256 of the source that ran. */
  sha: string;
  outputs: RecordedOutput[];
  /** Lines that were not kept. */
  dropped?: number;
  memory?: { tensors: number; bytes: number };
}

export interface Recorded {
  version: 1;
  backend: string;
  cells: Record<string, RecordedCell>;
}

const number = (value: number | null): number => value ?? NaN;

/** An output as it was before it was put in JSON, which has no NaN; pictures are not among them. */
export function revive(output: Exclude<RecordedOutput, { kind: 'image' }>): Output {
  if (output.kind === 'chart') {
    const { series } = output.chart;
    const points = ([x, y]: (number | null)[]): [number, number] => [number(x), number(y)];
    const revived = series.map((each) => ({ ...each, points: each.points.map(points) }));
    return { kind: 'chart', chart: { ...output.chart, series: revived } };
  }
  if (output.kind !== 'tensor') return output;
  const { min, max, mean, nan } = output.stats;
  return {
    ...output,
    stats: { min: number(min), max: number(max), mean: number(mean), nan },
    values: output.values.map((value) => value ?? NaN),
  };
}

/**
 * What differs between two runs, in words: texts must be equal, numbers within `tolerance` of their
 * size (and 1e-6), pictures are compared by the caller.
 */
export function differences(
  expected: readonly RecordedOutput[],
  got: readonly RecordedOutput[],
  tolerance: number,
): string[] {
  if (expected.length !== got.length) {
    return [`${expected.length} outputs recorded, ${got.length} now`];
  }
  return expected.flatMap((output, at) => {
    const { png: _a, ...left } = output as { png?: string };
    const { png: _b, ...right } = got[at] as { png?: string };
    return compare(left, right, tolerance, `output ${at + 1}`);
  });
}

function compare(a: unknown, b: unknown, tolerance: number, where: string): string[] {
  if (typeof a === 'number' && typeof b === 'number') {
    return close(a, b, tolerance) ? [] : [`${where}: ${a} recorded, ${b} now`];
  }
  if (typeof a === 'string' && typeof b === 'string') {
    return sameText(a, b, tolerance) ? [] : [`${where}: “${a}” recorded, “${b}” now`];
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return [`${where}: ${a.length} recorded, ${b.length} now`];
    return a.flatMap((each, at) => compare(each, b[at], tolerance, `${where}[${at}]`));
  }
  if (a && b && typeof a === 'object' && typeof b === 'object') {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].flatMap((key) =>
      compare(
        (a as Record<string, unknown>)[key],
        (b as Record<string, unknown>)[key],
        tolerance,
        `${where}.${key}`,
      ),
    );
  }
  return a === b ? [] : [`${where}: ${String(a)} recorded, ${String(b)} now`];
}

const close = (a: number, b: number, tolerance: number) =>
  Object.is(a, b) || Math.abs(a - b) <= 1e-6 + tolerance * Math.max(Math.abs(a), Math.abs(b));

/** A decimal: whole numbers must be the same, they count or name something. */
const DECIMAL = /(?<![\w.])[-−]?\d+(?:\.\d+(?:e[-+]?\d+)?|e[-+]?\d+)/gi;

/** Whether two texts are the same but for the last digits of their decimals. */
export function sameText(a: string, b: string, tolerance: number): boolean {
  if (a === b) return true;
  if (a.replace(DECIMAL, '#') !== b.replace(DECIMAL, '#')) return false;
  const numbers = (text: string) =>
    (text.match(DECIMAL) ?? []).map((n) => Number(n.replace('−', '-')));
  const theirs = numbers(b);
  return numbers(a).every((value, at) => close(value, theirs[at], tolerance));
}
