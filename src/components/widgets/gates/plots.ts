/** The curves of the gate stepper: states step by step, and how the gradient shrinks. Pure. */
import { linePlot, type Point, type Series } from '../../figures/plot.ts';
import { circle, line, rect } from '../../figures/svg.ts';
import { fill, show } from '../toolkit/text.ts';
import { stepOf } from './state.ts';
import type { View } from './view.ts';

const [WIDTH, HEIGHT] = [380, 240];
/** Smaller gradients are drawn here. */
const FLOOR = -12;

/** At most nine ticks from `from` to `to`. */
function steps(from: number, to: number): number[] {
  const by = [1, 2, 4, 5].find((n) => (to - from) / n <= 9)!;
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, i) => from + i * by);
}

/** h as a line for every unit, dashed without input k; memory, and what step k wrote as bars. */
export function statesSvg({ id, state, outputs, words }: View): string {
  const { h, other, c, left } = outputs!;
  const T = state.x.length;
  const n = state.b[0].length;
  const points = (data: ArrayLike<number>, j: number) => Array.from({ length: T }, (_, t): Point => [t + 1, data[j * T + t]]); // prettier-ignore
  const series: Series[] = [];
  for (let j = 0; j < n; j++) {
    series.push({ label: n > 1 ? `h${'₁₂₃'[j]}` : words.full, class: `s-${'abd'[j]}`, points: points(h.data, j), dash: '' }); // prettier-ignore
    series.push({ label: j === 0 ? words.withoutK : '', class: `s-${'abd'[j]}`, points: points(other.data, j), dash: '3 4' }); // prettier-ignore
    if (c) series.push({ label: j === 0 ? words.memory : '', class: 's-muted', points: points(c.data, j), dash: '9 3' }); // prettier-ignore
  }
  const most = Math.max(1, ...(c ? Array.from(c.data, Math.abs) : []));
  const top = most > 1 ? Math.ceil(most) : 1;
  const below = [h, other, c, left].some((each) => each && each.data.some((v) => v < -0.02));
  const k = stepOf(state);
  return linePlot({
    id: `${id}-states`,
    title: words.statesPlot,
    desc: Array.from(h.data.slice(0, T), (v) => show(v, 3)).join('; '),
    width: WIDTH,
    height: HEIGHT,
    x: { domain: [0.5, T + 0.5], ticks: steps(1, T), label: words.stepAxis },
    y: {
      domain: [below ? -top : 0, top],
      ticks: below ? [-top, 0, top] : [0, top / 2, top],
      label: '',
    },
    series,
    under: ({ x, y }) =>
      Array.from({ length: left ? T : 0 }, (_, t) => {
        const value = left.data[t];
        const [a, b] = [y(Math.max(0, value)), y(Math.min(0, value))];
        return rect(x(t + 1) - 5, a, 10, b - a, { class: 'g-left' });
      }).join(''),
    over: ({ x, y, top: up, bottom }) =>
      line(x(k), up, x(k), bottom, { class: 's-accent', 'stroke-dasharray': '2 3' }) +
      Array.from({ length: T }, (_, t) => circle(x(t + 1), y(h.data[t]), 3, { class: 'f-a' })).join(''), // prettier-ignore
  });
}

/** Sizes on a logarithmic axis. */
export function sizesSvg({ id, outputs, words }: View): string {
  const { data, shape } = outputs!.sizes;
  const count = shape[1];
  const log = (value: number) => Math.max(FLOOR, Math.log10(value));
  const logs = Array.from(data, log);
  const bottom = Math.max(FLOOR, Math.floor(Math.min(...logs, -1)));
  const top = Math.ceil(Math.max(...logs, 0) + 1e-9);
  const last = `${count - 1}`.replace(/\d/g, (d) => '₀₁₂₃₄₅₆₇₈₉'[Number(d)]);
  const names = [`‖∂h${last}/∂hₜ‖`, `‖∂h${last}/∂cₜ‖`];
  const line_ = (row: number) => Array.from({ length: count }, (_, t): Point => [t, Math.max(bottom, logs[row * count + t])]); // prettier-ignore
  return linePlot({
    id: `${id}-sizes`,
    title: words.sizesPlot,
    desc: Array.from(data.slice(0, count), (v) => show(v, 2)).join('; '),
    width: WIDTH,
    height: HEIGHT,
    x: { domain: [0, count - 1], ticks: steps(0, count - 1), label: words.fromStep },
    y: {
      domain: [bottom, top],
      ticks: steps(bottom, top),
      label: '',
      format: (v) => (v === 0 ? '1' : fill('10{v}', { v: `${v}`.replace(/./g, (d) => ({ '-': '⁻' })[d] ?? '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(d)]) })), // prettier-ignore
    },
    series: Array.from({ length: shape[0] }, (_, row) => ({ label: names[row], class: row ? 's-muted' : 's-b', points: line_(row), dash: row ? '9 3' : '' })), // prettier-ignore
    over: ({ x, y }) => line_(0).map(([t, v]) => circle(x(t), y(v), 3, { class: 'f-b' })).join(''), // prettier-ignore
  });
}
