/** Figures of the page: where the gradient stops, single draws, and a loss that wiggles. */
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import { arrow, circle, coordinate, group, line, path, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { compare, draws, wave } from './reparam.ts';

/** A round node is random, a square one is computed or given. */
function node(x: number, y: number, label: string, round = false): string {
  const shape = round
    ? circle(x, y, 22, { class: 'f-soft-b s-b', 'stroke-width': 1.5 })
    : rect(x - 22, y - 17, 44, 34, { class: 'f-surface s-muted', rx: 5, 'stroke-width': 1.5 });
  return shape + text(x, y + 5, label);
}

/** A gradient that walks back, dashed so that color is not the only difference. */
const back = (x1: number, y1: number, x2: number, y2: number) =>
  arrow(x1, y1, x2, y2, 'accent').replace('<line', '<line stroke-dasharray="5 3"');

function graph(lang: Lang): string {
  const words = {
    zh: {
      title: '直接抽样与重参数化',
      desc: '左图：μ 和 σ 进入随机节点 z，z 进入 f；梯度从 f 回到 z 就断了。右图：随机的是 ε，z 由 μ、σ、ε 算出；梯度从 f 经过 z 到达 μ 和 σ。',
      left: '直接抽样',
      right: '重参数化',
      forward: '计算',
      backward: '梯度',
    },
    en: {
      title: 'Plain sampling and reparameterization',
      desc: 'Left: μ and σ lead into the random node z, and z into f; the gradient comes back from f to z and stops. Right: ε is random, z is computed from μ, σ and ε; the gradient goes from f through z to μ and σ.',
      left: 'plain sampling',
      right: 'reparameterized',
      forward: 'computation',
      backward: 'gradient',
    },
  }[lang];
  const stop = line(96, 112, 108, 124, { class: 's-b', 'stroke-width': 2.5 }) + line(108, 112, 96, 124, { class: 's-b', 'stroke-width': 2.5 }); // prettier-ignore
  const left = [
    text(84, 18, words.left, { class: 'f-muted' }),
    node(46, 214, 'μ'),
    node(122, 214, 'σ'),
    node(84, 148, 'z', true),
    node(84, 56, 'f'),
    arrow(50, 196, 68, 166),
    arrow(118, 196, 100, 166),
    arrow(76, 125, 76, 75),
    back(102, 75, 102, 108),
    stop,
  ];
  const right = [
    text(92, 18, words.right, { class: 'f-muted' }),
    node(30, 214, 'μ'),
    node(92, 214, 'σ'),
    node(154, 214, 'ε', true),
    node(92, 148, 'z'),
    node(92, 56, 'f'),
    arrow(32, 196, 68, 160),
    arrow(86, 196, 86, 167),
    arrow(146, 193, 114, 162),
    arrow(84, 130, 84, 75),
    back(102, 75, 102, 129),
    back(78, 168, 50, 196),
    back(99, 166, 99, 195),
  ];
  const legend =
    arrow(70, 262, 100, 262) +
    text(106, 267, words.forward, { 'text-anchor': 'start', 'font-size': 13 }) +
    back(240, 262, 210, 262) +
    text(246, 267, words.backward, { 'text-anchor': 'start', 'font-size': 13 });
  return svgDoc(
    { width: 360, height: 280, title: words.title, desc: words.desc },
    ...left,
    group(176, 0, ...right),
    legend,
  );
}

/** Single-draw estimates of the worked example: 200 of each kind, from the same noise. */
export const SPREAD = { count: 200, seed: 7 };
let kept: ReturnType<typeof draws> | undefined;
export const spreadDraws = () => (kept ??= draws(SPREAD.count, SPREAD.seed));

function spread(lang: Lang): string {
  const words = {
    zh: {
      title: '同样 200 份噪声，两种梯度估计',
      desc: '上排是路径梯度，点集中在 6 附近；下排是得分函数估计，一半多挤在 −4 到 0 之间，其余一直散到 80 以上。竖线是真正的梯度 6。',
      pathwise: '路径梯度',
      score: '得分函数',
      x: '对 μ 的梯度的单次估计',
    },
    en: {
      title: 'The same 200 noises, two gradient estimates',
      desc: 'Above, the pathwise gradients lie close to 6; below, more than half of the score-function estimates crowd between −4 and 0, and the others reach beyond 80. The line marks the true gradient, 6.',
      pathwise: 'pathwise',
      score: 'score function',
      x: 'single estimate of the gradient for μ',
    },
  }[lang];
  const { pathwise, score } = spreadDraws();
  const [low, high, left, right] = [-10, 90, 8, 352];
  const x = (value: number) => left + ((value - low) / (high - low)) * (right - left);
  const strip = (values: number[], top: number, name: string, colour: string) => [
    text(right, top - 8, name, { 'text-anchor': 'end' }),
    // Dots as strokes of no length: one element for all of them.
    path(
      values
        .map((value, i) => `M${coordinate(x(value))} ${coordinate(top + 6 + ((i * 37) % 48))}h0`)
        .join(''),
      {
        class: `s-${colour}`,
        'stroke-width': 4,
        'stroke-linecap': 'round',
        'stroke-opacity': 0.6,
      },
    ),
  ];
  const axis = [
    line(left, 196, right, 196, { class: 's-muted' }),
    ...[0, 20, 40, 60, 80].flatMap((value) => [
      line(x(value), 196, x(value), 201, { class: 's-muted' }),
      text(x(value), 216, String(value), { 'font-size': 13, class: 'f-muted' }),
    ]),
    text(right, 236, words.x, { 'font-size': 13, class: 'f-muted', 'text-anchor': 'end' }),
  ];
  return svgDoc(
    { width: 360, height: 244, title: words.title, desc: words.desc },
    ...strip(pathwise, 30, words.pathwise, 'a'),
    ...strip(score, 122, words.score, 'b'),
    line(x(6), 28, x(6), 196, { class: 's-ink', 'stroke-width': 1.5 }),
    ...axis,
  );
}

function wiggles(lang: Lang): string {
  const words = {
    zh: {
      title: 'f(z) = cos kz 时两种估计的方差',
      desc: 'k 小时路径梯度的方差更小；约在 k = 1 处两条曲线相交，之后路径梯度的方差按 k 的平方上升，得分函数估计停在 1/2 附近。',
      x: '频率 k',
      y: '方差',
      pathwise: '路径梯度',
      score: '得分函数',
    },
    en: {
      title: 'Variance of both estimates for f(z) = cos kz',
      desc: 'For small k the pathwise gradient has the smaller variance; near k = 1 the curves cross, and beyond it the pathwise variance rises with the square of k while the score-function estimate stays near one half.',
      x: 'frequency k',
      y: 'variance',
      pathwise: 'pathwise',
      score: 'score function',
    },
  }[lang];
  const curve = (kind: 'pathwise' | 'score', to: number): Point[] =>
    Array.from({ length: 41 }, (_, i) => {
      const k = (to * i) / 40;
      return [k, compare(wave(k), 1, 1)[kind].variance];
    });
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 250,
    series: [
      { points: curve('pathwise', 2.4), class: 's-a', label: words.pathwise, dash: 'none' },
      { points: curve('score', 3), class: 's-b', label: words.score, dash: '7 4' },
    ],
    x: { domain: [0, 3], ticks: [0, 1, 2, 3], label: words.x },
    y: { domain: [0, 3], ticks: [0, 1, 2, 3], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { graph, spread, wiggles };
