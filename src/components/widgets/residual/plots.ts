/** The two charts of the networks. Pure. */
import { escapeHtml } from '../toolkit/text.ts';

/** A line of a chart: its class in the style sheet, what it is called, its values. */
export interface Line {
  name: string;
  label: string;
  values: readonly number[];
}

const [LEFT, RIGHT, TOP, BOTTOM] = [38, 352, 8, 140];

function chart(
  lines: readonly Line[],
  last: number,
  y: (value: number) => number,
  marks: readonly (readonly [value: number, text: string, guide?: string])[],
  [first, end]: readonly [string, string],
  alt: string,
): string {
  const n = (v: number) => Math.round(10 * v) / 10;
  const x = (i: number) => n(LEFT + ((RIGHT - LEFT) * i) / Math.max(1, last));
  const ways = lines.map(({ name, values }) => {
    const d = values.map((v, i) => `${i === 0 ? 'M' : 'L'}${x(i)} ${n(y(v))}`).join('');
    return values.length > 1
      ? `<path class="${name}" d="${d}"/>`
      : `<circle class="${name}" cx="${x(0)}" cy="${n(y(values[0]))}" r="4"/>`;
  });
  const ticks = marks.map(
    ([value, text, guide = 's-line']) =>
      `<path class="${guide}" d="M${LEFT} ${n(y(value))}H${RIGHT}"/><text x="${LEFT - 4}" y="${n(y(value) + 4)}">${text}</text>`,
  );
  const keys = lines.map(
    ({ name, label }) =>
      `<span class="w-together"><svg class="r-key" viewBox="0 0 28 8" aria-hidden="true"><path class="${name}" d="M1 4H27"/></svg> ${label}</span>`,
  );
  return (
    `<figure><svg viewBox="0 0 360 160" role="img" aria-label="${escapeHtml(alt)}">${ticks.join('')}${ways.join('')}` +
    `<text class="r-first" x="${LEFT}" y="156">${first}</text><text x="${RIGHT}" y="156">${end}</text></svg>` +
    `<figcaption>${keys.join(' ')}</figcaption></figure>`
  );
}

/** Losses over steps; more than 3 is drawn as 3. */
export function lossSvg(lines: readonly Line[], ends: readonly [string, string], alt: string) {
  const most = 3;
  const y = (v: number) => BOTTOM - ((BOTTOM - TOP) * Math.min(v, most)) / most;
  const ticks = [[0, '0'], [1, '1'], [2, '2'], [Math.LN10, '2.3', 's-muted r-chance']] as const; // prettier-ignore
  const last = Math.max(...lines.map(({ values }) => values.length - 1));
  return chart(lines, last, y, ticks.filter(([v]) => v !== 2), ends, alt); // prettier-ignore
}

/** Sizes by layer, on a logarithmic scale. */
export function layerSvg(lines: readonly Line[], ends: readonly [string, string], alt: string) {
  const logs = lines.flatMap(({ values }) => values.filter((v) => v > 0).map(Math.log10));
  const low = logs.length > 0 ? Math.floor(Math.min(...logs)) : -1;
  const high = Math.max(low + 1, logs.length > 0 ? Math.ceil(Math.max(...logs)) : 0);
  const y = (v: number) => {
    const log = v > 0 ? Math.log10(v) : low;
    return BOTTOM - ((BOTTOM - TOP) * (log - low)) / (high - low);
  };
  const every = Math.ceil((high - low) / 5);
  const powers = Array.from({ length: high - low + 1 }, (_, i) => low + i).filter((p) => (p - low) % every === 0); // prettier-ignore
  const up = (p: number) => `<tspan>10</tspan><tspan dy="-5" font-size="75%">${p < 0 ? '−' : ''}${Math.abs(p)}</tspan>`; // prettier-ignore
  const last = Math.max(...lines.map(({ values }) => values.length - 1));
  return chart(lines, last, y, powers.map((p) => [10 ** p, up(p)] as const), ends, alt); // prettier-ignore
}
