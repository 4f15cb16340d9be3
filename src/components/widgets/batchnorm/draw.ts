/** Pictures of the normalisation widget: the tensor with its slice, histograms, curves. Pure. */
import type { NormKind } from '../../../lib/ops/norm.ts';
import { linePlot, type Series } from '../../figures/plot.ts';
import { element, line, path, svgDoc, text } from '../../figures/svg.ts';
import { allExact, fill, minus, plain, show } from '../toolkit/text.ts';

/** A range of channels and samples, ends excluded. */
export interface Block {
  channels: readonly [number, number];
  samples: readonly [number, number];
}

/** The cells that share their statistics with channel c of sample n. */
export function blockOf(
  kind: NormKind,
  [N, C]: readonly [number, number],
  groups: number,
  n: number,
  c: number,
): Block {
  const size = C / groups;
  const first = Math.floor(c / size) * size;
  return {
    channels: kind === 'layer' ? [0, C] : kind === 'group' ? [first, first + size] : [c, c + 1],
    samples: kind === 'batch' ? [0, N] : [n, n + 1],
  };
}

/** At most so many samples, channels and positions are drawn; the rest is a matter of scale. */
const MOST = { N: 6, C: 8, P: 4 };

/** The tensor as a block of cells: channels to the right, positions down, samples behind. */
export function cube([N, P, C]: readonly [number, number, number], block: Block): string {
  const [n, p, c] = [Math.min(N, MOST.N), Math.min(P, MOST.P), Math.min(C, MOST.C)];
  const [width, height, depth, rise] = [64, P === 1 ? 16 : 44, 32, 22];
  const at = (cc: number, pp: number, nn: number) =>
    [
      14 + (cc * width) / c + (nn * depth) / n,
      4 + rise + (pp * height) / p - (nn * rise) / n,
    ] as const;
  const face = (...corners: (readonly [number, number])[]) =>
    `M${corners.map(([x, y]) => `${Math.round(x)} ${Math.round(y)}`).join('L')}`;
  const scaled = ([from, to]: readonly [number, number], size: number, most: number) => {
    const first = Math.floor((from * most) / size);
    return [first, Math.max(first + 1, Math.floor((to * most) / size))] as const;
  };
  const [c0, c1] = scaled(block.channels, C, c);
  const [n0, n1] = scaled(block.samples, N, n);
  // The three faces that are seen, and of each the part that belongs to the block.
  const front = face(at(0, 0, 0), at(c, 0, 0), at(c, p, 0), at(0, p, 0)) + 'Z';
  const top = face(at(0, 0, 0), at(c, 0, 0), at(c, 0, n), at(0, 0, n)) + 'Z';
  const side = face(at(c, 0, 0), at(c, 0, n), at(c, p, n), at(c, p, 0)) + 'Z';
  let marked = face(at(c0, 0, n0), at(c1, 0, n0), at(c1, 0, n1), at(c0, 0, n1)) + 'Z';
  if (n0 === 0) marked += face(at(c0, 0, 0), at(c1, 0, 0), at(c1, p, 0), at(c0, p, 0)) + 'Z';
  if (c1 === c) marked += face(at(c, 0, n0), at(c, 0, n1), at(c, p, n1), at(c, p, n0)) + 'Z';
  let lines = '';
  for (let i = 1; i < c; i++) lines += face(at(i, p, 0), at(i, 0, 0), at(i, 0, n));
  for (let i = 1; i < n; i++) lines += face(at(0, 0, i), at(c, 0, i), at(c, p, i));
  for (let i = 1; i < p; i++) lines += face(at(0, i, 0), at(c, i, 0), at(c, i, n));
  const bottom = 4 + rise + height;
  const letter = { class: 'f-muted', 'font-size': 10 };
  return element(
    'svg',
    { viewBox: `0 0 118 ${bottom + 13}`, 'aria-hidden': 'true' },
    path(front + top + side, { class: 'f-bg s-muted', 'stroke-width': 0.6 }),
    path(marked, { class: 'f-accent' }),
    path(lines, { class: 's-muted', 'stroke-width': 0.6 }),
    text(14 + width / 2, bottom + 11, 'C', letter),
    text(14 + width + depth / 2 + 7, bottom + 4, 'N', letter),
    ...(P > 1
      ? [
          element(
            'g',
            { transform: `translate(9 ${4 + rise + height / 2}) rotate(-90)` },
            text(0, 0, 'H×W', letter),
          ),
        ]
      : []),
  );
}

const BINS = 24;

/** `4 ± 3`; what is a millionth of the deviation is the rounding of the device. */
function spreadText(mean: number, spread: number): string {
  const centre = Math.abs(mean) < 1e-6 * spread ? 0 : mean;
  const text = `${minus(plain(centre, 3))} ± ${plain(spread, 3)}`;
  return allExact([centre, spread], 3) ? text : `≈ ${text}`;
}

/**
 * Counts of all numbers, and in colour of those that belong to the slice; below them the mean of
 * the slice and one standard deviation to each side. `desc` is a template.
 */
export function histogram(
  values: ArrayLike<number>,
  inside: (i: number) => boolean,
  words: { title: string; desc: string },
): string {
  const all = Array.from(values);
  const mine = all.filter((_, i) => inside(i));
  let [low, high] = [Math.min(...all), Math.max(...all)];
  if (high - low < 1e-9) [low, high] = [low - 0.5, high + 0.5];
  const counts = Array.from({ length: BINS }, () => [0, 0]);
  all.forEach((value, i) => {
    const bin = Math.min(BINS - 1, Math.floor(((value - low) / (high - low)) * BINS));
    counts[bin][inside(i) ? 1 : 0]++;
  });
  const most = Math.max(...counts.map(([a, b]) => a + b));
  const [left, width, base, height] = [6, 308, 74, 64];
  const x = (value: number) => left + ((value - low) / (high - low)) * width;
  // One path for the bars of the slice, one for the others on top of them.
  let [slice, rest] = ['', ''];
  counts.forEach(([others, own], bin) => {
    const start = (left + 0.5 + (bin * width) / BINS).toFixed(1);
    const bar = (from: number, n: number) => {
      const [y, h] = [base - (from * height) / most, (n * height) / most];
      return n === 0 ? '' : `M${start} ${y.toFixed(1)}v-${h.toFixed(1)}h12v${h.toFixed(1)}z`;
    };
    slice += bar(0, own);
    rest += bar(own, others);
  });
  const parts = [path(slice, { class: 'f-accent' }), path(rest, { class: 'f-line' })];
  const mean = mine.reduce((sum, value) => sum + value, 0) / mine.length;
  const spread = Math.sqrt(mine.reduce((sum, v) => sum + (v - mean) ** 2, 0) / mine.length);
  const clamp = (value: number) => Math.min(left + width, Math.max(left, x(value)));
  parts.push(
    line(left, base, left + width, base, { class: 's-muted' }),
    line(clamp(mean - spread), base + 7, clamp(mean + spread), base + 7, {
      class: 's-accent',
      'stroke-width': 3,
    }),
    line(x(mean), base - height, x(mean), base + 12, { class: 's-accent', 'stroke-width': 1.5 }),
  );
  const label = { class: 'f-muted', 'font-size': 13 };
  parts.push(
    text(left, base + 27, show(low, 3), { ...label, 'text-anchor': 'start' }),
    text(left + width, base + 27, show(high, 3), { ...label, 'text-anchor': 'end' }),
  );
  // The mean in the middle, as far as the ends leave room.
  const place = Math.min(left + width - 70, Math.max(left + 70, x(mean)));
  parts.push(
    text(place, base + 27, spreadText(mean, spread), {
      class: 'f-accent',
      'font-size': 13,
    }),
  );
  const desc = fill(words.desc, {
    n: all.length,
    k: mine.length,
    mean: show(mean, 3),
    std: show(spread, 3),
  });
  return svgDoc({ width: 320, height: base + 33, title: words.title, desc }, ...parts);
}

/** Moving averages over steps, the present step marked. */
export function curves(
  series: readonly { value: (t: number) => number; name: string; class: string }[],
  goal: { value: number; name: string },
  step: number,
  words: { title: string; desc: string; x: string; y: string },
): string {
  const end = Math.max(60, step);
  const sampled = series.map(({ value, name, class: colour }): Series => ({
    points: Array.from({ length: end + 1 }, (_, t) => [t, value(t)] as const),
    class: colour,
    label: name,
  }));
  const values = [...sampled.flatMap(({ points }) => points.map(([, v]) => v)), goal.value];
  let [low, high] = [Math.min(...values), Math.max(...values)];
  if (high - low < 1e-9) [low, high] = [low - 1, high + 1];
  return linePlot({
    width: 320,
    height: 190,
    title: words.title,
    desc: words.desc,
    series: [
      ...sampled,
      {
        points: [
          [0, goal.value],
          [end, goal.value],
        ],
        class: 's-muted',
        label: goal.name,
        dash: '1 4',
      },
      { points: [[step, series[0].value(step)]], class: 's-accent', label: '', dots: true },
    ],
    x: {
      domain: [0, end],
      ticks: [0, end],
      label: words.x,
    },
    y: { domain: [low, high], ticks: [low, high], label: words.y, format: (v) => show(v, 3) },
  });
}
