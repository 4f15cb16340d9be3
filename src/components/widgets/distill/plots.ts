/** The plots of the distillation bench as HTML. Pure. */
import type { View as ViewOf } from '../toolkit/kind.ts';
import { escapeHtml, fill, minus, plain, thousands } from '../toolkit/text.ts';
import { COLUMNS, HEADS, madeOf, temperatureAt } from './reference.ts';
import { EVERY, type State } from './state.ts';
import type { Words } from './strings.ts';
import { shownStep, STUDENTS, testDigits } from './training.ts';

export type View = ViewOf<State, Words>;

const WIDE = 600;
const round = (value: number) => +value.toFixed(1);

interface Plot {
  on: string;
  cols: number;
  high: number;
  pick?: string;
  title: string;
  alt: string;
  keys?: string;
  inside: string;
}

/** A plot that is pointed at column by column. */
function plotHtml({ on, cols, high, pick, title, alt, keys = '', inside }: Plot): string {
  return (
    `<figure class="w-figure w-covered" style="--share:1"><div class="w-map" data-map="${on}" data-layer="0" data-rows="1" data-cols="${cols}"` +
    `${pick === undefined ? '' : ` data-pick="${pick}"`} tabindex="0" role="application" aria-label="${escapeHtml(title)}" style="aspect-ratio:${WIDE}/${high}">` +
    `<svg viewBox="0 0 ${WIDE} ${high}" preserveAspectRatio="none" role="img" aria-label="${escapeHtml(alt)}">${inside}</svg></div>` +
    `<figcaption><b>${title}</b> ${keys}</figcaption></figure>`
  );
}

const key = (name: string, text: string) =>
  `<span class="w-together"><i class="d-key ${name}"></i>${text}</span> `;
const bar = (name: string, x: number, y: number, width: number, height: number) =>
  `<rect class="d-${name}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(Math.max(0, height))}"/>`;
const label = (x: number, y: number, text: string, anchor = 'middle', name = '') =>
  `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"${name && ` class="${name}"`}>${text}</text>`;
const line = (y: number, name = 'axis') => `<path class="d-${name}" d="M0 ${round(y)}H${WIDE}"/>`;

/** The class under the cursor. */
function classAt({ cursor }: View): number | undefined {
  if (['bars', 'pulls'].includes(cursor.on)) return cursor.at[2];
  return cursor.on === 'targets' ? cursor.at[1] : undefined;
}

const short = (value: number) => (value > 0.995 ? value.toFixed(3) : value.toFixed(2));

/** The teacher's probabilities at temperature 1 and at T, by class. */
export function softHtml(view: View): string {
  const { state, words, outputs } = view;
  const { data } = outputs!.targets;
  const [foot, tall] = [232, 196];
  const here = classAt(view);
  let inside =
    line(foot) + (here === undefined ? '' : bar('here', 60 * here + 1, 4, 58, foot + 24));
  for (let k = 0; k < 10; k++) {
    const [one, soft] = [data[k * HEADS.length + 1], data[k * HEADS.length + 2]];
    const x = 60 * k;
    inside +=
      bar('one', x + 8, foot - tall * one, 14, tall * one) +
      bar('soft', x + 24, foot - tall * soft, 28, tall * soft) +
      label(
        k < 9 ? x + 24 : WIDE,
        foot - tall * soft - 6,
        short(soft),
        k < 9 ? 'start' : 'end',
        'small',
      ) +
      label(x + 30, foot + 22, `${k}`);
  }
  const t = minus(plain(state.temperature));
  return plotHtml({
    on: 'bars',
    cols: 10,
    high: 264,
    title: words.softTitle,
    alt: fill(words.softAlt, { t, p: Array.from({ length: 10 }, (_, k) => `${k}: ${short(data[k * HEADS.length + 2])}`).join(words.comma) }), // prettier-ignore
    keys: key('one', 'T = 1') + key('soft', `T = ${t}`),
    inside,
  });
}

/** A phrase without its colon. */
const bare = (text: string) => text.replace(/[:：] ?$/, '');

/** The gradients of the student's logits from the label and from the soft targets. */
export function pullsHtml(view: View): string {
  const { outputs, words } = view;
  const { data } = outputs!.targets;
  const here = classAt(view);
  const at = (k: number, column: number) => data[k * HEADS.length + column];
  const all = Array.from({ length: 10 }, (_, k) => [at(k, 4), at(k, 5), at(k, 6)]).flat();
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)];
  const scale = 176 / Math.max(1e-6, high - low);
  const middle = 14 + scale * high;
  const y = (value: number) => middle - scale * value;
  let inside = '';
  for (let k = 0; k < 10; k++) {
    const x = 60 * k;
    if (k === here) inside += bar('here', x + 1, 4, 58, 226);
    const pull = (name: string, column: number, from: number, width: number) =>
      bar(
        name,
        x + from,
        Math.min(middle, y(at(k, column))),
        width,
        Math.abs(scale * at(k, column)),
      );
    const both = round(y(at(k, 6)));
    inside +=
      pull('one', 4, 8, 18) + pull('soft', 5, 30, 22) +
      `<path class="d-both" d="M${x + 4} ${both}h52"/>` + label(x + 30, 224, `${k}`); // prettier-ignore
  }
  return plotHtml({
    on: 'pulls',
    cols: 10,
    high: 236,
    title: words.pullsTitle,
    alt: words.pullsAlt,
    keys:
      key('one', bare(words.fromLabel)) +
      key('soft', bare(words.fromSoft)) +
      key('both', bare(words.together)) +
      `<span class="w-together">${minus(plain(low, 3))} … ${minus(plain(high, 3))}</span>`,
    inside: inside + line(middle),
  });
}

/** Probabilities against the temperature, which grows by the same factor from column to column. */
export function curveHtml(view: View): string {
  const { state, words, outputs } = view;
  const { data } = outputs!.curve;
  const [foot, tall] = [300, 280];
  const step = WIDE / COLUMNS;
  const x = (t: number) => (4 * (Math.log2(t) + 1) + 0.5) * step;
  const y = (p: number) => foot - tall * p;
  const { v, lesson } = madeOf(state)!;
  const order = Array.from(v, (_, k) => k).sort((a, b) => v[b] - v[a] || a - b);
  let inside = [0, 0.5, 1].map((p) => line(y(p)) + label(2, y(p) - 5, `${p}`, 'start', 'small')).join('') + line(y(0.1), 'tenth') + label(WIDE - 4, y(0.1) + 20, '1/10', 'end', 'small'); // prettier-ignore
  for (let t = 1; t <= 64; t *= 2) inside += label(x(t), foot + 22, `${t}`, 'middle', 'small');
  inside += label(WIDE - 4, foot + 22, 'T', 'end', 'small');
  for (const k of [...order].reverse()) {
    const place = order.indexOf(k);
    const d = Array.from({ length: COLUMNS }, (_, i) => `${round(x(temperatureAt(i)))} ${round(y(data[10 * i + k]))}`).join('L'); // prettier-ignore
    inside += `<path class="d-curve c${Math.min(3, place)}" d="M${d}"/>`;
  }
  const now = x(state.temperature);
  inside += `<path class="d-cursor" d="M${round(now)} 0V${foot}"/>`;
  const right = now < 0.75 * WIDE;
  // The names of the first three keep off each other, and off the numbers below the axis.
  const heights: number[] = [];
  for (const k of order.slice(0, 3)) heights.push(Math.max(y(lesson.p.p[k]), (heights.at(-1) ?? -Infinity) + 20)); // prettier-ignore
  const lifted = Math.max(0, heights[2] - foot + 10);
  for (const [place, k] of order.entries()) {
    const at = y(lesson.p.p[k]);
    inside += `<circle class="d-dot c${Math.min(3, place)}" cx="${round(now)}" cy="${round(at)}" r="5"/>`;
    if (place > 2) continue;
    inside += label(
      now + (right ? 12 : -12),
      heights[place] - lifted + 7,
      `${k}`,
      right ? 'start' : 'end',
    );
  }
  const keys = order.slice(0, 3).map((k, i) => key(`c${i}`, fill(words.place[i], { k }))).join(''); // prettier-ignore
  return plotHtml({
    on: 'curve',
    cols: COLUMNS,
    high: 330,
    pick: `0,${Math.round(now / step - 0.5)}`,
    title: words.curveTitle,
    alt: fill(words.curveAlt, { o: order.join(' > ') }),
    keys: keys + key('c3', words.others),
    inside,
  });
}

/** What became of the students: test digits read rightly, or their own losses (on a log axis). */
export function historyHtml(view: View, which: 'train' | 'fall'): string {
  const { state, words, outputs } = view;
  const { data, shape } = outputs!.history;
  const wide = shape[1];
  const cols = Math.ceil(state.steps / EVERY) + 1;
  const x = (step: number) => ((step / EVERY + 0.5) * WIDE) / cols;
  const high = 210;
  const test = testDigits().length;
  const losses = which === 'fall';
  const values = data.filter((_, i) => i % wide > 0 && i % wide <= STUDENTS.length);
  // From a power of ten to a power of ten.
  const ends = [Math.min(...values), Math.max(...values)].map((v) => Math.log10(Math.max(1e-6, v)));
  const [low, top] = [Math.floor(ends[0]), Math.ceil(ends[1] + 1e-9)];
  const share = (v: number) => losses ? (Math.log10(Math.max(1e-6, v)) - low) / Math.max(1, top - low) : v / test; // prettier-ignore
  const y = (v: number) => round(high - 6 - (high - 30) * Math.max(0, share(v)));
  const ticks = losses ? Array.from({ length: top - low + 1 }, (_, i) => +(10 ** (low + i)).toPrecision(3)) : [0, 250, 500, 750, 1000]; // prettier-ignore
  let inside = ticks
    .map((v) => line(y(v)) + label(2, y(v) - 4, losses ? `${v}` : thousands(v), 'start', 'small'))
    .join('');
  STUDENTS.forEach((name, i) => {
    const column = (losses ? 1 : 1 + STUDENTS.length) + i;
    const d = Array.from({ length: shape[0] }, (_, r) => `${round(x(data[r * wide]))} ${y(data[r * wide + column])}`).join('L'); // prettier-ignore
    inside += `<path class="d-way ${name}" d="M${d}"/>`;
  });
  const step = shownStep(state);
  inside += `<path class="d-cursor" d="M${round(x(step))} 0V${high}"/>`;
  return plotHtml({
    on: which,
    cols,
    high,
    pick: `0,${Math.round(step / EVERY)}`,
    title: losses ? words.fallTitle : fill(words.trainTitle, { n: thousands(test) }),
    alt: fill(losses ? words.fallAlt : words.trainAlt, { n: state.steps }),
    keys: STUDENTS.map((name) => key(`line ${name}`, words.students[name])).join(''),
    inside,
  });
}
