/** Figures of the page: the worked example of PCA, and two classes that PCA lays on each other. */
import { linePlot } from '../../../components/figures/plot.ts';
import { circle, line, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { CLASSES, covariance, discriminant, mainDirection, POINTS, reconstruct } from './pca.ts';

const minus = (value: number) => String(value).replace('-', '−');

function projection(lang: Lang): string {
  const words = {
    zh: {
      title: '四个点和第一主成分',
      desc: '点 (2, 2)、(−2, −2)、(1, −1)、(−1, 1)。第一主成分是过原点的 45° 直线。前两个点在直线上，后两个点投影到原点，虚线是丢掉的部分，长度都是根号 2。',
      kept: '留下的方向',
    },
    en: {
      title: 'Four points and the first principal component',
      desc: 'The points (2, 2), (−2, −2), (1, −1), (−1, 1). The first principal component is the line through the origin at 45°. The first two points lie on it; the other two are projected to the origin, and the dashed lines of length √2 are what is lost.',
      kept: 'direction kept',
    },
  }[lang];
  const { direction } = mainDirection(covariance(POINTS));
  const domain: [number, number] = [-3, 3];
  const ticks = [-3, -2, -1, 0, 1, 2, 3];
  const ends = [-3, 3].map((t): [number, number] => [
    t * direction[0] * Math.SQRT2,
    t * direction[1] * Math.SQRT2,
  ]);
  return linePlot({
    width: 290,
    height: 320,
    title: words.title,
    desc: words.desc,
    x: { domain, ticks, label: '', format: minus },
    y: { domain, ticks, label: '', format: minus },
    series: [{ points: ends, class: 's-accent', label: words.kept }],
    over: ({ x, y }) =>
      POINTS.map((p) => {
        const [px, py] = reconstruct(p, [0, 0], direction);
        const lost = Math.hypot(p[0] - px, p[1] - py) > 1e-9;
        return (
          (lost
            ? line(x(p[0]), y(p[1]), x(px), y(py), { class: 's-muted', 'stroke-dasharray': '3 3' })
            : '') +
          circle(x(px), y(py), 6, { class: 's-accent', 'stroke-width': 1.5 }) +
          circle(x(p[0]), y(p[1]), 3.5, { class: 'f-ink' })
        );
      }).join(''),
  });
}

function classes(lang: Lang): string {
  const words = {
    zh: {
      title: '同样的点，投影到 PCA 和 LDA 的方向',
      desc: '左右方向散得开，上下方向分成两类：圆点在上，方块在下。下面两条数轴：投影到 PCA 的横向，两类完全重叠；投影到 LDA 的纵向，两类分开。',
      pca: 'PCA：留下横向',
      lda: 'LDA：留下纵向',
    },
    en: {
      title: 'The same points on the directions of PCA and LDA',
      desc: 'The points spread most from left to right; the classes differ up and down, dots above, squares below. Two axes below: projected on the horizontal direction of PCA the classes coincide, on the vertical one of LDA they are apart.',
      pca: 'PCA keeps left–right',
      lda: 'LDA keeps up–down',
    },
  }[lang];
  const { a, b } = CLASSES;
  const pca = mainDirection(covariance([...a, ...b])).direction;
  const lda = discriminant(a, b);
  const scale = 30;
  const [cx, cy] = [180, 110];
  const dot = (x: number, y: number) => circle(x, y, 6, { class: 'f-a' });
  const square = (x: number, y: number) =>
    rect(x - 5.5, y - 5.5, 11, 11, { class: 's-accent', 'stroke-width': 2.25 });
  const strip = (y: number, name: string, w: readonly number[]) => {
    const place = (p: number[]) => cx + 60 + (p[0] * w[0] + p[1] * w[1]) * 26;
    return (
      text(4, y + 5, name, { class: 'f-muted', 'font-size': 13, 'text-anchor': 'start' }) +
      line(cx - 50, y, cx + 170, y, { class: 's-muted' }) +
      b.map((p) => square(place(p), y)).join('') +
      a.map((p) => dot(place(p), y)).join('')
    );
  };
  return svgDoc(
    { width: 360, height: 300, title: words.title, desc: words.desc },
    rect(20, 6, 320, 208, { class: 's-line' }),
    line(20, cy, 340, cy, { class: 's-line' }),
    line(cx, 6, cx, 214, { class: 's-line' }),
    ...a.map(([x, y]) => dot(cx + x * scale, cy - y * scale)),
    ...b.map(([x, y]) => square(cx + x * scale, cy - y * scale)),
    strip(242, words.pca, pca),
    strip(280, words.lda, lda),
  );
}

export const figures: Record<string, (lang: Lang) => string> = { projection, classes };
