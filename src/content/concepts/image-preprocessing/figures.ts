/** Figures of the preprocessing page: a line that vanishes, and the valley that becomes round. */
import { matrixGrid } from '../../../components/figures/matrix.ts';
import { circle, line, path, polyline, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { area, bilinear, fit, HAIRLINE, standardize, TRAINING } from './preprocess.ts';

const small = { class: 'f-muted', 'font-size': 13 };

function hairline(lang: Lang): string {
  const words = {
    zh: {
      title: '八个像素缩成两个',
      desc: '一行八个像素，只有第五个是 240，其余是 0。双线性插值只读第二、三个和第六、七个像素，得到 0 和 0。区域平均每四个像素取平均，得到 0 和 60。',
      bilinear: '双线性，不抗混叠：只读着色的像素',
      area: '区域平均：读所有像素',
    },
    en: {
      title: 'Eight pixels shrunk to two',
      desc: 'A row of eight pixels, the fifth is 240, all others 0. Bilinear interpolation reads only the second and third and the sixth and seventh pixel and gives 0 and 0. The area mean averages four pixels each and gives 0 and 60.',
      bilinear: 'bilinear, no antialiasing: reads the tinted pixels',
      area: 'area mean: reads every pixel',
    },
  }[lang];
  const cell = 40;
  const left = 20;
  const panel = (top: number, title: string, read: readonly number[], result: number[]) =>
    text(left, top, title, { ...small, 'text-anchor': 'start' }) +
    matrixGrid([HAIRLINE], {
      x: left,
      y: top + 10,
      cell,
      fontSize: 15,
      highlight: (_, c) => (read.includes(c) ? 'f-soft-a' : undefined),
    }) +
    result
      .map((value, i) => {
        const x = left + i * 4 * cell;
        return (
          line(x + 2 * cell, top + 54, x + 2 * cell, top + 66, { class: 's-muted' }) +
          rect(x + 1.5 * cell, top + 66, cell, cell, { class: 'f-surface s-muted' }) +
          text(x + 2 * cell, top + 91, value, { 'font-size': 15 })
        );
      })
      .join('');
  const all = HAIRLINE.map((_, i) => i);
  return svgDoc(
    { width: 360, height: 258, title: words.title, desc: words.desc },
    panel(18, words.bilinear, [1, 2, 5, 6], bilinear(HAIRLINE, 2)),
    panel(148, words.area, all, area(HAIRLINE, 2)),
  );
}

/** Second derivatives of the squared error of w·x + b: means of x², x and 1. */
export function hessian(xs: readonly number[]): [xx: number, x: number, one: number] {
  const mean = (f: (x: number) => number) => xs.reduce((sum, x) => sum + f(x), 0) / xs.length;
  return [mean((x) => x * x), mean((x) => x), 1];
}

/** Largest and smallest eigenvalue of the symmetric matrix [[a, b], [b, c]]. */
export function eigenvalues([a, b, c]: readonly [number, number, number]): [number, number] {
  const middle = (a + c) / 2;
  const half = Math.hypot((a - c) / 2, b);
  const large = middle + half;
  return [large, (a * c - b * b) / large]; // the product is the determinant: nothing cancels
}

/** Inputs of the worked example as they are, over 255, and standardized. */
export const SCALES = {
  raw: TRAINING.flat(),
  unit: TRAINING.flat().map((x) => x / 255),
  standard: TRAINING.flatMap((x) => standardize(x, fit(TRAINING))),
};

/** Gradient descent from (−1, −0.6) to the minimum at (0, 0), at 1.6 over the largest eigenvalue. */
function descent(H: readonly [number, number, number], steps: number): [number, number][] {
  const rate = 1.6 / eigenvalues(H)[0];
  const points: [number, number][] = [[-1, -0.6]];
  for (let n = 0; n < steps; n++) {
    const [w, b] = points[n];
    points.push([w - rate * (H[0] * w + H[1] * b), b - rate * (H[1] * w + H[2] * b)]);
  }
  return points;
}

function valley(lang: Lang): string {
  const words = {
    zh: {
      title: '除以 255 与标准化之后的损失谷',
      desc: '两幅等高线，横轴是权重，纵轴是偏置。左：像素除以 255，等高线是斜着的狭长椭圆，梯度下降横跳着走，十步后离最低点还远。右：标准化之后等高线是圆，同样的方法几步就到。',
      unit: '除以 255',
      standard: '标准化',
    },
    en: {
      title: 'The valley of the loss over 255 and standardized',
      desc: 'Two contour plots, weight across, bias up. Left: pixels over 255, the contours are long tilted ellipses, gradient descent zigzags and is far from the minimum after ten steps. Right: standardized, the contours are circles and the same method arrives in a few steps.',
      unit: 'divided by 255',
      standard: 'standardized',
    },
  }[lang];
  const scale = 62;
  const panel = (left: number, title: string, xs: readonly number[]) => {
    const H = hessian(xs);
    const at = ([w, b]: readonly [number, number]): [number, number] => [
      left + 84 + w * scale,
      116 - b * scale,
    ];
    const contours = [0.02, 0.1, 0.25].map((level) => {
      // w = r·cos, b = r·sin on ½ (H₁ w² + 2 H₂ w b + b²) = level
      const points = Array.from({ length: 121 }, (_, i): [number, number] => {
        const [c, s] = [Math.cos((2 * Math.PI * i) / 120), Math.sin((2 * Math.PI * i) / 120)];
        const r = Math.sqrt((2 * level) / (H[0] * c * c + 2 * H[1] * c * s + H[2] * s * s));
        return [r * c, r * s];
      }).map(([w, b]): [number, number] => at([w, b]));
      const inside = points.filter(
        ([x, y]) => x > left + 2 && x < left + 166 && y > 34 && y < 198,
      );
      return inside.length === points.length
        ? path(`${polyline(points)}Z`, { class: 's-muted' })
        : pieces(points, left);
    });
    const steps = descent(H, 10).map(at);
    return (
      text(left + 84, 20, title) +
      rect(left + 2, 34, 164, 164, { class: 's-line' }) +
      contours.join('') +
      path(polyline(steps), { class: 's-accent', 'stroke-width': 1.75 }) +
      steps.map(([x, y]) => circle(x, y, 2.5, { class: 'f-accent' })).join('') +
      circle(...at([0, 0]), 4, { class: 's-ink', 'stroke-width': 1.5 })
    );
  };
  return svgDoc(
    { width: 360, height: 206, title: words.title, desc: words.desc },
    panel(4, words.unit, SCALES.unit),
    panel(188, words.standard, SCALES.standard),
  );
}

/** The parts of a closed curve inside the frame of a panel. */
function pieces(points: readonly [number, number][], left: number): string {
  const inside = ([x, y]: readonly [number, number]) =>
    x > left + 2 && x < left + 166 && y > 34 && y < 198;
  const runs: [number, number][][] = [];
  let run: [number, number][] = [];
  for (const point of points) {
    if (inside(point)) run.push(point);
    else if (run.length) {
      runs.push(run);
      run = [];
    }
  }
  if (run.length) runs.push(run);
  return runs
    .filter((each) => each.length > 1)
    .map((each) => path(polyline(each), { class: 's-muted' }))
    .join('');
}

export const figures: Record<string, (lang: Lang) => string> = { hairline, valley };
