/** Figures of the page: a line through four points, shares that are kept, and an ideal denoiser. */
import { linePlot, plotArea, sample, type Frame, type Point } from '../../../components/figures/plot.ts';
import { arrow, circle, line, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { apply, POINTS, train } from './linear.ts';

const WIDTH = 360;

/** The plain autoencoder with one number as its code. */
export const NARROW = train(POINTS, 1);

function lineFigure(lang: Lang): string {
  const words = {
    zh: {
      title: '四个点和一个数的编码',
      desc: '四个点和一条直线。两个点在直线上，原样返回；另外两个点都回到原点。',
      data: '输入',
      back: '输出',
      span: '解码器能画出的点',
    },
    en: {
      title: 'Four points and a code of one number',
      desc: 'Four points and a line. Two points lie on the line and come back as they are; the other two both come back as the origin.',
      data: 'input',
      back: 'output',
      span: 'what the decoder can draw',
    },
  }[lang];
  const back = POINTS.map((x) => apply(NARROW, x));
  const over = ({ x, y }: Frame) =>
    POINTS.map((p, i) => {
      const [from, to] = [p, back[i]];
      const far = Math.hypot(from[0] - to[0], from[1] - to[1]) > 0.1;
      return far
        ? line(x(from[0]), y(from[1]), x(to[0]), y(to[1]), {
            class: 's-muted',
            'stroke-dasharray': '3 3',
          })
        : '';
    }).join('') +
    back.map(([u, v]) => circle(x(u), y(v), 7, { class: 's-accent', 'stroke-width': 2 })).join('') +
    POINTS.map(([u, v]) => circle(x(u), y(v), 3.5, { class: 'f-a' })).join('') +
    POINTS.map(([u, v]) => {
      const side = u * v > 0 ? -Math.sign(u) : Math.sign(u); // keep clear of the line
      return text(x(u) + 9 * side, y(v) + (v > 0 ? -10 : 20), `(${u}, ${v})`.replace(/-/g, '−'), {
        'text-anchor': side > 0 ? 'start' : 'end',
        'font-size': 13,
      });
    }).join('');
  const axis = (label: string) => ({ domain: [-6, 6] as const, ticks: [-4, -2, 0, 2, 4], label });
  return linePlot({
    width: WIDTH,
    height: 270,
    title: words.title,
    desc: words.desc,
    series: [
      { points: [[-6, -3], [6, 3]], class: 's-accent', label: words.span }, // prettier-ignore
      { points: POINTS.map(([u, v]): Point => [u, v]), class: 's-a', label: words.data, dots: true },
    ],
    x: axis(''),
    y: { domain: [-4, 4], ticks: [-2, 0, 2], label: '' },
    over,
  });
}

/** Share of a direction that a denoising linear autoencoder keeps, by its variance over σ². */
export const share = (ratio: number) => ratio / (ratio + 1);

function gain(lang: Lang): string {
  const words = {
    zh: {
      denoising: '去噪',
      full: '普通，编码够宽',
      narrow: '普通，有瓶颈（例）',
      x: '该方向的方差 ÷ σ²',
      y: '保留的份额',
      desc: '编码够宽的普通自编码器全部保留；有瓶颈的只留方差大的方向；去噪的保留 λ/(λ+σ²)，随方差平滑上升。',
    },
    en: {
      denoising: 'denoising',
      full: 'plain, wide code',
      narrow: 'plain, with a bottleneck (example)',
      x: 'variance of the direction ÷ σ²',
      y: 'share kept',
      desc: 'A plain autoencoder with a wide code keeps everything, one with a bottleneck only the directions of large variance; a denoising one keeps λ/(λ+σ²), which rises smoothly.',
    },
  }[lang];
  const domain = [0, 6] as const;
  return linePlot({
    width: WIDTH,
    height: 240,
    title: `${words.y} – ${words.x}`,
    desc: words.desc,
    series: [
      { points: sample(share, domain), class: 's-accent', label: words.denoising },
      { points: [[0, 1], [6, 1]], class: 's-a', label: words.full }, // prettier-ignore
      { points: [[0, 0], [2.5, 0], [2.5, 1], [6, 1]], class: 's-b', label: words.narrow }, // prettier-ignore
    ],
    x: { domain, ticks: [0, 1, 2, 3, 4, 5, 6], label: words.x },
    y: {
      domain: [0, 1],
      ticks: [0, 0.5, 1],
      label: words.y,
      format: (v) => (v === 0.5 ? '1/2' : String(v)),
    },
    over: ({ x, y }) =>
      [1, 4].map((r) => circle(x(r), y(share(r)), 4, { class: 'f-accent' })).join(''),
  });
}

/** Standard deviation of the noise around the circle of radius 1. */
export const SIGMA = 0.3;
const CIRCLE = Array.from({ length: 720 }, (_, i) => {
  const angle = (i * Math.PI) / 360;
  return [Math.cos(angle), Math.sin(angle)];
});

/** Density of circle plus noise, up to a constant factor. */
export function density([u, v]: readonly number[]): number {
  return CIRCLE.reduce(
    (sum, [a, b]) => sum + Math.exp(-((u - a) ** 2 + (v - b) ** 2) / (2 * SIGMA ** 2)),
    0,
  );
}

/** The best denoiser for squared error: the mean of all clean points, weighted by how well each explains x. */
export function ideal([u, v]: readonly number[]): [number, number] {
  let [weight, x, y] = [0, 0, 0];
  for (const [a, b] of CIRCLE) {
    const w = Math.exp(-((u - a) ** 2 + (v - b) ** 2) / (2 * SIGMA ** 2));
    weight += w;
    x += w * a;
    y += w * b;
  }
  return [x / weight, y / weight];
}

function field(lang: Lang): string {
  const words = {
    zh: {
      title: '最优去噪器把点移到哪里',
      desc: '数据在圆周上。圆外的箭头指向圆内，圆内的箭头指向圆外，圆心处的点不动。',
      data: '干净的数据',
    },
    en: {
      title: 'Where the best denoiser moves a point',
      desc: 'The data lie on a circle. Arrows outside point inward, arrows inside point outward, and the center stays.',
      data: 'clean data',
    },
  }[lang];
  const at = Array.from({ length: 7 }, (_, i) => (i - 3) * 0.5);
  const points = at.flatMap((u) => at.map((v) => [u, v]));
  const circleLine = [...CIRCLE, CIRCLE[0]].map(([a, b]): Point => [a, b]);
  const axis = { domain: [-1.8, 1.8] as const, ticks: [-1, 0, 1], label: '' };
  const options = {
    width: WIDTH,
    height: 372,
    series: [{ points: circleLine, class: 's-a', label: words.data, dash: '' }],
    x: axis,
    y: axis,
    over: ({ x, y }: Frame) =>
      points
        .map((p) => {
          const [u, v] = ideal(p);
          const short = Math.hypot(u - p[0], v - p[1]) < 0.06;
          return short
            ? circle(x(p[0]), y(p[1]), 2, { class: 'f-accent' })
            : arrow(x(p[0]), y(p[1]), x(u), y(v), 'accent', 6);
        })
        .join(''),
  };
  return svgDoc(
    { width: options.width, height: options.height, title: words.title, desc: words.desc },
    plotArea(options),
  );
}

export const figures: Record<string, (lang: Lang) => string> = { line: lineFigure, gain, field };
