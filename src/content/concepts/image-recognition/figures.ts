/** Figures of the image-recognition page: three bars, and what each task answers. */
import { matrixGrid } from '../../../components/figures/matrix.ts';
import { circle, line, path, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { bar, distance, features } from './recognizer.ts';

const small = { class: 'f-muted', 'font-size': 13 };

function bars(lang: Lang): string {
  const words = {
    zh: {
      title: '像素的距离与特征',
      desc: '三张 4×4 的图，行列从 0 数起：a 是第 1 列的竖条，b 是第 2 列的竖条，c 是第 1 行的横条。像素差的平方和：a 与 b 是 8，a 与 c 是 6。两个特征：a 是 (2, 0)，b 是 (2, 0)，c 是 (0, 2)。',
      apart: (n: number) => `相差 ${n}`,
      features: '特征',
    },
    en: {
      title: 'Distances of pixels, and features',
      desc: 'Three 4×4 pictures, rows and columns counted from 0: a has a vertical bar in column 1, b in column 2, c a horizontal bar in row 1. Sum of squared pixel differences: 8 between a and b, 6 between a and c. Two features: (2, 0) for a, (2, 0) for b, (0, 2) for c.',
      apart: (n: number) => `${n} apart`,
      features: 'features',
    },
  }[lang];
  const pictures = { b: bar('vertical', 2), a: bar('vertical', 1), c: bar('horizontal', 1) };
  const cell = 24;
  const parts = Object.entries(pictures).map(([name, x], i) => {
    const left = 6 + i * 126;
    return (
      text(left + 48, 18, name, { 'font-weight': 700 }) +
      matrixGrid(x, {
        x: left,
        y: 28,
        cell,
        fontSize: 13,
        highlight: (r, c) => (x[r][c] ? 'f-soft-accent' : undefined),
        ink: (r, c) => (x[r][c] ? undefined : 'f-muted'),
      }) +
      text(left + 48, 172, `${words.features} (${features(x).join(', ')})`, { 'font-size': 14 })
    );
  });
  const between = [distance(pictures.a, pictures.b), distance(pictures.a, pictures.c)];
  between.forEach((n, i) => {
    const x = 54 + 126 * i;
    parts.push(
      path(`M${x} 128V138H${x + 120}V128`, { class: 's-muted' }),
      text(x + 63, 152, words.apart(n), small),
    );
  });
  return svgDoc({ width: 360, height: 182, title: words.title, desc: words.desc }, ...parts);
}

function tasks(lang: Lang): string {
  const words = {
    zh: {
      title: '同一张图，四个问题',
      desc: '同一张图里有两个叠在一起的圆和一个方块。分类只给整张图一个名字；检测给三个框；语义分割把两个圆涂成同一种颜色，方块另一种；实例分割给三个物体三种颜色。',
      names: ['分类：一个名字', '检测：框和名字', '语义分割：逐像素类别', '实例分割：逐个物体'],
      answer: '“圆”',
    },
    en: {
      title: 'One picture, four questions',
      desc: 'The same picture has two overlapping circles and a square. Classification gives one name for the picture; detection gives three boxes; semantic segmentation paints both circles in one color and the square in another; instance segmentation gives each of the three objects its own color.',
      names: ['classification: a name', 'detection: boxes', 'semantic: class per pixel', 'instance: one by one'],
      answer: '“circle”',
    },
  }[lang];
  const panel = (n: number) => {
    const [x, y] = [4 + (n % 2) * 180, 4 + Math.floor(n / 2) * 148];
    const [one, two, third] = [
      [x + 48, y + 58],
      [x + 82, y + 66],
      [x + 122, y + 34],
    ];
    const fills = [
      ['f-surface s-ink', 'f-surface s-ink', 'f-surface s-ink'],
      ['f-surface s-ink', 'f-surface s-ink', 'f-surface s-ink'],
      ['f-a', 'f-a', 'f-c'],
      ['f-a', 'f-b', 'f-c'],
    ][n];
    const parts = [
      rect(x, y, 172, 112, { class: 's-line' }),
      circle(one[0], one[1], 26, { class: fills[0] }),
      circle(two[0], two[1], 26, { class: fills[1] }),
      rect(third[0], third[1], 36, 36, { class: fills[2] }),
      text(x + 86, y + 130, words.names[n], { 'font-size': 13 }),
    ];
    if (n === 0) parts.push(text(x + 60, y + 20, words.answer, { class: 'f-accent' }));
    if (n === 1) {
      const box = { class: 's-accent', 'stroke-width': 2 };
      parts.push(
        rect(one[0] - 29, one[1] - 29, 58, 58, box),
        rect(two[0] - 29, two[1] - 29, 58, 58, box),
        rect(third[0] - 3, third[1] - 3, 42, 42, box),
      );
    }
    return parts.join('');
  };
  return svgDoc(
    { width: 360, height: 292, title: words.title, desc: words.desc },
    ...[0, 1, 2, 3].map(panel),
  );
}

function lanes(lang: Lang): string {
  const words = {
    zh: {
      title: '两条路线',
      desc: '上：图像、人工设计的特征、训练出来的分类器、得分，只有分类器参与训练。下：图像、学出来的特征层、分类层、得分，两段一起训练。',
      boxes: [
        ['图像', '人工特征', '分类器', '得分'],
        ['图像', '特征层', '分类层', '得分'],
      ],
      notes: ['过去：只训练分类器', '现在：特征和分类一起训练'],
    },
    en: {
      title: 'Two routes',
      desc: 'Above: picture, hand-designed features, trained classifier, scores; only the classifier is trained. Below: picture, learned feature layers, classification layer, scores; both parts are trained together.',
      boxes: [
        ['picture', 'designed', 'classifier', 'scores'],
        ['picture', 'layers', 'last layer', 'scores'],
      ],
      notes: ['before: only the classifier is trained', 'now: features and classifier together'],
    },
  }[lang];
  const parts: string[] = [];
  words.boxes.forEach((row, r) => {
    const y = 30 + r * 92;
    parts.push(text(4, y - 10, words.notes[r], { ...small, 'text-anchor': 'start' }));
    row.forEach((name, i) => {
      const x = 4 + i * 90;
      const trained = r === 0 ? i === 2 : i === 1 || i === 2;
      parts.push(
        rect(x, y, 78, 40, { class: trained ? 'f-soft-accent s-accent' : 'f-surface s-muted', rx: 5 }),
        text(x + 39, y + 25, name, { 'font-size': 13 }),
      );
      if (i < 3) parts.push(line(x + 78, y + 20, x + 90, y + 20, { class: 's-muted' }));
    });
  });
  return svgDoc({ width: 360, height: 172, title: words.title, desc: words.desc }, ...parts);
}

export const figures: Record<string, (lang: Lang) => string> = { bars, tasks, lanes };
