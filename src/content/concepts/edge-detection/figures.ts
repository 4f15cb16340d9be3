/** Figures of the edge-detection page, computed by its own listings. */
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import { path, rect, svgDoc, text, textWidth } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { mulberry32, normal } from '../../../lib/random.ts';
import { blur, canny, gaussian, picture, SETTINGS, SIZE, thin } from './canny.ts';
import { first, gradient, magnitude, ROW, second, type Image } from './edges.ts';

function profile(lang: Lang): string {
  const words = {
    zh: {
      title: '一条边缘的剖面和它的两种差分',
      desc: '剖面 0 0 1 4 7 8 8；一阶差分 1 4 6 4 1，最大值在正中；二阶差分 1 2 0 −2 −1，在正中过零',
      names: ['剖面', '一阶差分', '二阶差分'],
    },
    en: {
      title: 'The profile of an edge and its two differences',
      desc: 'Profile 0 0 1 4 7 8 8; first difference 1 4 6 4 1 with its maximum in the middle; second difference 1 2 0 −2 −1, crossing zero there',
      names: ['profile', 'first difference', 'second difference'],
    },
  }[lang];
  const left = Math.ceil(Math.max(...words.names.map((name) => textWidth(name, 13)))) + 10;
  const unit = Math.min(34, Math.floor((358 - left) / ROW.length));
  const rows = [ROW, [null, ...first(ROW), null], [null, ...second(ROW), null]];
  const middle = (ROW.length - 1) / 2;
  const drawn = rows.map((values, row) => {
    const y = 4 + row * 44;
    const cells = values.map((v, i) => {
      if (v === null) return '';
      const ground = v > 0 ? 'f-soft-b' : v < 0 ? 'f-soft-a' : 'f-surface';
      const framed = row > 0 && i === middle;
      return (
        rect(left + i * unit, y, unit, 32, {
          class: `${row ? ground : 'f-surface'} ${framed ? 's-accent' : 's-line'}`,
          'stroke-width': framed ? 2.5 : 1,
        }) + text(left + (i + 0.5) * unit, y + 21, String(v).replace('-', '−'))
      );
    });
    // The framed cell last, so that its neighbors do not cover the frame.
    const name = text(left - 8, y + 21, words.names[row], {
      class: 'f-muted',
      'font-size': 13,
      'text-anchor': 'end',
    });
    return name + [...cells.slice(0, middle), ...cells.slice(middle + 1), cells[middle]].join('');
  });
  return svgDoc(
    { width: left + unit * ROW.length + 2, height: 130, title: words.title, desc: words.desc },
    ...drawn,
  );
}

/** A picture as one path for each of a few grays: 0 stays empty, 1 is ink. */
function gray(image: Image, x: number, y: number, cell: number, levels = 6): string {
  const size = image.length * cell;
  const paths = Array.from({ length: levels }, (_, level) => {
    const d = image
      .flatMap((row, r) =>
        row.map((v, c) => {
          const shade = Math.round(Math.min(Math.max(v, 0), 1) * levels);
          return shade === level + 1 ? `M${x + c * cell} ${y + r * cell}h${cell}v${cell}h-${cell}z` : '';
        }),
      )
      .join('');
    return d && path(d, { class: 'f-ink', 'fill-opacity': String((level + 1) / levels) });
  });
  return (
    rect(x, y, size, size, { class: 'f-surface' }) +
    paths.join('') +
    rect(x, y, size, size, { class: 's-line' })
  );
}

/** The four stages of the picture of `canny.ts`, as numbers. */
export function stages() {
  const { sigma, low, high } = SETTINGS;
  const f = picture();
  const smooth = blur(f, sigma);
  const { gx, gy } = gradient(smooth);
  const thinned = thin(gx, gy);
  return {
    f,
    smooth,
    m: magnitude(gx, gy),
    thinned,
    edge: canny(f, sigma, low, high),
    strong: canny(f, sigma, high, high),
  };
}

function stagesFigure(lang: Lang): string {
  const words = {
    zh: {
      title: 'Canny 的四个阶段',
      desc: '16×16 的噪声图里有一条斜边，对比度自上而下减弱：平滑后的图像、梯度幅值、非极大值抑制之后的细线、滞后阈值之后的边缘',
      names: ['平滑后', '梯度幅值', '只留极大值', '滞后阈值之后'],
    },
    en: {
      title: 'The four stages of Canny’s algorithm',
      desc: 'A noisy 16×16 picture with a slanted edge that fades downward: smoothed, gradient magnitude, thinned to maxima, and the edge after hysteresis',
      names: ['smoothed', 'gradient magnitude', 'maxima only', 'after hysteresis'],
    },
  }[lang];
  const { smooth, m, thinned, edge, strong } = stages();
  const scale = (image: Image, low: number, high: number) =>
    image.map((row) => row.map((v) => (v - low) / (high - low)));
  const panels = [
    scale(smooth, 190, 80), // bright stays light
    scale(m, 0, 24),
    scale(thinned, 0, 24),
    edge.map((row, r) => row.map((on, c) => (on ? (strong[r][c] ? 1 : 0.5) : 0))),
  ];
  const cell = 10;
  return svgDoc(
    { width: 348, height: 388, title: words.title, desc: words.desc },
    ...panels.map((panel, i) => {
      const [x, y] = [4 + (i % 2) * 180, 20 + Math.floor(i / 2) * 192];
      const name = text(x + (SIZE * cell) / 2, y - 7, words.names[i], {
        class: 'f-muted',
        'font-size': 13,
      });
      return name + gray(panel, x, y, cell);
    }),
  );
}

/** A noisy step and its slope after smoothing, along one axis. */
export function slopes(sigma: number, seed = 61): number[] {
  const random = mulberry32(seed);
  const n = 81;
  const pad = 20;
  const f = Array.from({ length: n + 2 * pad }, (_, i) => {
    return (i >= pad + 40 ? 1 : 0) + 0.5 * normal(random);
  });
  const weights = sigma ? gaussian(sigma) : [1];
  const half = (weights.length - 1) / 2;
  const smooth = f.map((_, i) => weights.reduce((s, w, u) => s + w * (f[i + u - half] ?? 0), 0));
  return Array.from({ length: n }, (_, i) => (smooth[pad + i + 1] - smooth[pad + i - 1]) / 2);
}

function noise(lang: Lang): string {
  const words = {
    zh: {
      title: '带噪声的阶跃的斜率',
      desc: '不平滑时斜率到处起伏，看不出第 40 像素处的阶跃；σ 取 3 之后，那里出现唯一的高峰',
      raw: '不平滑',
      smooth: '先平滑，σ = 3',
      x: '像素',
      y: '斜率（各自的最大值为 1）',
    },
    en: {
      title: 'The slope of a noisy step',
      desc: 'Without smoothing the slope jumps everywhere and the step at pixel 40 cannot be seen; with σ = 3 a single peak remains there',
      raw: 'not smoothed',
      smooth: 'smoothed, σ = 3',
      x: 'pixel',
      y: 'slope (each with its largest at 1)',
    },
  }[lang];
  const points = (sigma: number) => {
    const slope = slopes(sigma);
    const largest = Math.max(...slope.map(Math.abs));
    return slope.map((v, i): Point => [i, v / largest]);
  };
  return linePlot({
    series: [
      { points: points(0), class: 's-muted', label: words.raw, dash: 'none' },
      { points: points(3), class: 's-b', label: words.smooth, dash: 'none' },
    ],
    width: 360,
    height: 240,
    title: words.title,
    desc: words.desc,
    x: { domain: [0, 80], ticks: [0, 20, 40, 60, 80], label: words.x },
    y: { domain: [-1, 1], ticks: [-1, 0, 1], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = {
  profile,
  stages: stagesFigure,
  noise,
};
