/** Figures of the page: the way through a VAE, the bound below ln p(x), and the price of β. */
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import { arrow, circle, line, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { NOISE, optimum } from './collapse.ts';
import { elbo, evidence, posterior } from './elbo.ts';

const box = (x: number, y: number, width: number, label: string, ground = 'f-surface') =>
  rect(x - width / 2, y - 18, width, 36, { class: `${ground} s-muted`, rx: 5, 'stroke-width': 1.5 }) + text(x, y + 5, label); // prettier-ignore

function flow(lang: Lang): string {
  const words = {
    zh: {
      title: 'VAE 的计算过程',
      desc: '输入 x 进入编码器，得到 μ 和 σ；抽样 z = μ + σε 在编码器和解码器之间；z 进入解码器，得到 p(x|z)。损失有两项：x 与 p(x|z) 之间的 −ln p(x|z)，以及 N(μ, σ²) 与先验 N(0, I) 之间的 KL。',
      encoder: '编码器',
      decoder: '解码器',
      sample: '抽样',
    },
    en: {
      title: 'The way through a VAE',
      desc: 'The input x enters the encoder, which gives μ and σ. The draw z = μ + σε lies between encoder and decoder. The decoder turns z into p(x|z). The loss has two terms: −ln p(x|z) between x and p(x|z), and the KL divergence between N(μ, σ²) and the prior N(0, I).',
      encoder: 'encoder',
      decoder: 'decoder',
      sample: 'draw',
    },
  }[lang];
  const dashed = (x1: number, y1: number, x2: number, y2: number) =>
    line(x1, y1, x2, y2, { class: 's-accent', 'stroke-width': 2, 'stroke-dasharray': '5 3' });
  return svgDoc(
    { width: 360, height: 220, title: words.title, desc: words.desc },
    dashed(34, 59, 34, 161),
    dashed(244, 40, 300, 40),
    box(34, 40, 44, 'x'),
    arrow(57, 40, 82, 40),
    box(124, 40, 82, words.encoder, 'f-soft-a'),
    arrow(166, 40, 192, 40),
    box(220, 40, 52, 'μ, σ'),
    box(326, 40, 60, 'N(0, I)'),
    text(272, 30, 'KL', { class: 'f-accent' }),
    arrow(220, 59, 220, 159),
    text(212, 114, words.sample, { 'text-anchor': 'end', class: 'f-muted' }),
    circle(290, 110, 18, { class: 'f-soft-b s-b', 'stroke-width': 1.5 }),
    text(290, 115, 'ε'),
    arrow(276, 123, 240, 160),
    box(220, 180, 44, 'z'),
    arrow(196, 180, 168, 180),
    box(124, 180, 82, words.decoder, 'f-soft-a'),
    arrow(82, 180, 66, 180),
    box(34, 180, 60, 'p(x|z)'),
    text(42, 114, '−ln p(x|z)', { class: 'f-accent', 'text-anchor': 'start' }),
  );
}

/** The bound for x = 5 over the mean of q, for two widths. */
function bound(lang: Lang): string {
  const words = {
    zh: {
      title: 'ELBO 不超过 ln p(x)',
      desc: '横轴是 q 的均值 m。方差取 1/5 的曲线在 m = 2 处碰到虚线 ln p(5)；方差取 1 的曲线形状相同，但处处低一截，碰不到虚线。',
      narrow: '方差 1/5',
      wide: '方差 1',
      top: 'ln p(5)',
      x: 'q 的均值 m',
      y: 'ELBO（奈特）',
    },
    en: {
      title: 'The ELBO stays below ln p(x)',
      desc: 'Over the mean m of q: the curve for variance 1/5 touches the dashed line ln p(5) at m = 2; the curve for variance 1 has the same shape but lies lower everywhere and never touches it.',
      narrow: 'variance 1/5',
      wide: 'variance 1',
      top: 'ln p(5)',
      x: 'mean m of q',
      y: 'ELBO (nats)',
    },
  }[lang];
  const curve = (v: number): Point[] =>
    Array.from({ length: 121 }, (_, i): Point => [i / 30, elbo(5, i / 30, v)]).filter(
      ([, y]) => y >= -12,
    );
  const top = evidence(5);
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 270,
    series: [
      { points: curve(posterior(5).v), class: 's-a', label: words.narrow, dash: 'none' },
      { points: curve(1), class: 's-b', label: words.wide, dash: '7 4' },
      { points: [[0, top], [4, top]], class: 's-muted', label: words.top, dash: '2 3' }, // prettier-ignore
    ],
    x: { domain: [0, 4], ticks: [0, 1, 2, 3, 4], label: words.x },
    y: { domain: [-12, -2], ticks: [-12, -10, -8, -6, -4, -2], label: words.y },
  });
}

function beta(lang: Lang): string {
  const words = {
    zh: {
      title: 'β 增大：编码变少，误差变大',
      desc: '横轴是 β。KL 从约 1.15 奈特降到 β = 10 处的 0；重建的平方误差从 1/10 直线升到 1，之后不变。',
      kl: 'KL（奈特）',
      error: '平方误差',
      x: 'β',
    },
    en: {
      title: 'A larger β: less code, more error',
      desc: 'Over β: the KL term falls from about 1.15 nats to 0 at β = 10; the squared error of the reconstruction rises in a straight line from one tenth to 1 and stays there.',
      kl: 'KL (nats)',
      error: 'squared error',
      x: 'β',
    },
  }[lang];
  const points = (of: (value: ReturnType<typeof optimum>) => number): Point[] =>
    Array.from({ length: 111 }, (_, i) => [1 + i / 10, of(optimum(NOISE, 1 + i / 10))]);
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 250,
    series: [
      { points: points(({ kl }) => kl), class: 's-a', label: words.kl, dash: 'none' },
      { points: points((o) => o.squaredError), class: 's-b', label: words.error, dash: '7 4' },
    ],
    x: { domain: [0, 12], ticks: [0, 2, 4, 6, 8, 10, 12], label: words.x },
    y: { domain: [0, 1.25], ticks: [0, 0.5, 1], label: '' },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { flow, bound, beta };
