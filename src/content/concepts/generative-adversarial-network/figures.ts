/** Figures of the page: every curve is computed by the listing beside this file. */
import { linePlot, plotArea, sample, type Point } from '../../../components/figures/plot.ts';
import { circle, group, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { bestD, distance, js, play, sigmoid } from './game.ts';

const WIDTH = 380;

/** Density of a normal distribution with deviation 1. */
export const bell = (mean: number) => (x: number) =>
  Math.exp(-((x - mean) ** 2) / 2) / Math.sqrt(2 * Math.PI);

/** The best verdict on x while the data are around 0 and the samples around `mean`. */
export const verdict = (mean: number) => (x: number) => bestD([bell(0)(x)], [bell(mean)(x)])[0];

/** Where the generator stands in the three pictures: far, near, on the data. */
export const STAGES = [2, 1, 0];

function optimum(lang: Lang): string {
  const words = {
    zh: {
      data: '数据 p',
      fake: '生成的样本 q',
      best: '最优判别 p/(p+q)',
      title: '生成器靠近数据时的最优判别器',
      desc: '三幅小图：q 离数据两个标准差、一个标准差、与数据重合。最优判别从陡峭的曲线变平缓，最后处处等于二分之一。',
    },
    en: {
      data: 'data p',
      fake: 'samples q',
      best: 'best p/(p+q)',
      title: 'The best discriminator while the generator approaches the data',
      desc: 'Three plots: q two deviations away from the data, one deviation away, and on the data. The best verdict is steep, then flatter, and finally one half everywhere.',
    },
  }[lang];
  const HEIGHT = 136;
  const domain = [-4, 5] as const;
  const panels = STAGES.map((mean, i) => {
    const first = i === 0;
    const last = i === STAGES.length - 1;
    return group(
      0,
      i === 0 ? 0 : HEIGHT + 22 + (i - 1) * HEIGHT,
      plotArea({
        width: WIDTH,
        height: HEIGHT + (first ? 22 : 0) + (last ? 4 : 0),
        series: [
          { points: sample(bell(0), domain), class: 's-a', label: first ? words.data : '' },
          { points: sample(bell(mean), domain), class: 's-b', label: first ? words.fake : '' },
          { points: sample(verdict(mean), domain), class: 's-accent', label: first ? words.best : '' },
        ],
        x: { domain, ticks: [-4, -2, 0, 2, 4], label: '' },
        y: { domain: [0, 1], ticks: [0, 0.5, 1], label: '', format: (v) => (v === 0.5 ? '1/2' : String(v)) },
      }),
    );
  });
  return svgDoc(
    { width: WIDTH, height: 3 * HEIGHT + 26, title: words.title, desc: words.desc },
    ...panels,
  );
}

function losses(lang: Lang): string {
  const words = {
    zh: {
      minimax: 'log(1 − D)，极小极大',
      other: '−log D，非饱和',
      x: '判别器给假样本的 logit',
      y: '生成器的损失',
      desc: '判别器确信样本为假时（左侧），log(1 − D) 是平的，−log D 是斜的；右侧正好相反。',
    },
    en: {
      minimax: 'log(1 − D), minimax',
      other: '−log D, non-saturating',
      x: 'logit of the discriminator for a fake',
      y: 'loss of the generator',
      desc: 'Where the discriminator is sure of a fake, on the left, log(1 − D) is flat and −log D is steep; on the right it is the other way round.',
    },
  }[lang];
  const domain = [-6, 6] as const;
  return linePlot({
    width: WIDTH,
    height: 250,
    title: words.y,
    desc: words.desc,
    series: [
      { points: sample((a) => Math.log(1 - sigmoid(a)), domain), class: 's-b', label: words.minimax },
      { points: sample((a) => -Math.log(sigmoid(a)), domain), class: 's-accent', label: words.other },
    ],
    x: { domain, ticks: [-6, -4, -2, 0, 2, 4, 6], label: words.x },
    y: { domain: [-6, 6], ticks: [-6, -3, 0, 3, 6], label: words.y },
  });
}

export const SCALE = 60;

/** JS in bits and W1 between two bars of width 1 whose left edges are `shift` apart. */
export function bars(shift: number): { js: number; w1: number } {
  const n = SCALE; // cells per unit
  const moved = Math.round(shift * n);
  const length = n + moved;
  const p = Array.from({ length }, (_, i) => (i < n ? 1 / n : 0));
  const q = Array.from({ length }, (_, i) => (i >= moved ? 1 / n : 0));
  // W1 on a line: the area between the two cumulative distributions.
  let [gap, area] = [0, 0];
  for (let i = 0; i < length; i++) {
    gap += p[i] - q[i];
    area += Math.abs(gap) / n;
  }
  const used = p.map((v, i) => [v, q[i]]).filter(([a, b]) => a + b > 0);
  return {
    js: js(
      used.map(([a]) => a),
      used.map(([, b]) => b),
    ),
    w1: area,
  };
}

function distanceFigure(lang: Lang): string {
  const words = {
    zh: {
      js: 'JS（比特）',
      w1: 'Wasserstein 距离',
      x: '样本离数据多远（以条宽计）',
      desc: '两条等宽的均匀分布逐渐错开。错开不到一个条宽时两个距离相等；此后 JS 停在 1 比特，Wasserstein 距离继续增长。',
    },
    en: {
      js: 'JS in bits',
      w1: 'Wasserstein distance',
      x: 'shift of the samples, in widths of the bar',
      desc: 'Two uniform bars of equal width are shifted apart. Up to a shift of one width both distances agree; beyond it JS stays at 1 bit and the Wasserstein distance keeps growing.',
    },
  }[lang];
  const shifts = Array.from({ length: 3 * SCALE + 1 }, (_, i) => i / SCALE);
  const curve = (name: 'js' | 'w1') => shifts.map((s): Point => [s, bars(s)[name]]);
  return linePlot({
    width: WIDTH,
    height: 230,
    title: `${words.js} – ${words.w1}`,
    desc: words.desc,
    series: [
      { points: curve('js'), class: 's-b', label: words.js },
      { points: curve('w1'), class: 's-accent', label: words.w1 },
    ],
    x: { domain: [0, 3], ticks: [0, 1, 2, 3], label: words.x },
    y: { domain: [0, 3], ticks: [0, 1, 2, 3], label: '' },
  });
}

/** Steps drawn of each path, and the weight of the penalty. */
export const STEPS = 160;
export const GAMMA = 1 / 4;

export const paths = {
  simultaneous: play('simultaneous', STEPS),
  alternating: play('alternating', STEPS),
  penalty: play('simultaneous', STEPS, GAMMA),
};

function orbit(lang: Lang): string {
  const words = {
    zh: {
      simultaneous: '同时更新',
      alternating: '轮流更新',
      penalty: '同时更新，加梯度惩罚',
      x: '生成器：样本的位置 θ',
      y: '判别器：斜率 ψ',
      desc: '从同一点出发的三条路：同时更新向外旋出，轮流更新绕着平衡点转圈，加惩罚后向内旋进。',
    },
    en: {
      simultaneous: 'simultaneous',
      alternating: 'alternating',
      penalty: 'simultaneous, with penalty',
      x: 'generator: place θ of the samples',
      y: 'discriminator: slope ψ',
      desc: 'Three paths from one start: simultaneous steps spiral outward, alternating steps circle the equilibrium, and with a penalty the path spirals inward.',
    },
  }[lang];
  const curve = (name: keyof typeof paths) =>
    paths[name].map(({ theta, psi }): Point => [theta, psi]);
  const reach = Math.ceil(Math.max(...paths.simultaneous.map(distance)));
  const ticks = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  return linePlot({
    width: 360,
    height: 400,
    title: `${words.y} – ${words.x}`,
    desc: words.desc,
    series: [
      { points: curve('simultaneous'), class: 's-b', label: words.simultaneous },
      { points: curve('alternating'), class: 's-a', label: words.alternating },
      { points: curve('penalty'), class: 's-accent', label: words.penalty },
    ],
    x: { domain: [-reach, reach], ticks, label: words.x },
    y: { domain: [-reach, reach], ticks, label: words.y },
    over: ({ x, y }) =>
      circle(x(1), y(0), 4, { class: 'f-ink' }) +
      text(x(1) + 8, y(0) - 8, lang === 'zh' ? '起点' : 'start', {
        'text-anchor': 'start',
        'font-size': 13,
      }),
  });
}

export const figures: Record<string, (lang: Lang) => string> = {
  optimum,
  losses,
  distance: distanceFigure,
  orbit,
};
