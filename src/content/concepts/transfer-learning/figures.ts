import { linePlot, type Point } from '../../../components/figures/plot.ts';
import { circle, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { SEEN, START, train, type Net } from './two_stage.ts';

/** Places (b₁, v) on the way, at several lengths of training. */
export function way(start: Net, frozen: boolean): Point[] {
  const points: Point[] = [[start.b[0], start.v]];
  let net = start;
  for (let i = 0; i < 40; i++) {
    net = train(net, SEEN, 4, frozen, 200);
    points.push([net.b[0], net.v]);
  }
  return points;
}

function paths(lang: Lang): string {
  const words = {
    zh: {
      title: '两种训练走过的路',
      desc: '横轴是特征的权重 b₁，纵轴是头的权重 v。曲线 v·b₁ = 4 上训练样本的误差为零。冻结主干的路从 (1, 1) 竖直走到 (1, 4)；全部一起训练的路沿对角线走到 (2, 2)。',
      names: ['训练误差为零：v·b₁ = 4', '只训练头', '全部一起训练'],
      x: '特征的权重 b₁',
      y: '头的权重 v',
    },
    en: {
      title: 'The ways that two kinds of training take',
      desc: 'Across: the weight b₁ of the feature; up: the weight v of the head. On the curve v·b₁ = 4 the training example has no error. With a frozen body the way goes straight up from (1, 1) to (1, 4); with everything trained at once it runs along the diagonal to (2, 2).',
      names: ['no training error: v·b₁ = 4', 'head only', 'everything at once'],
      x: 'weight b₁ of the feature',
      y: 'weight v of the head',
    },
  }[lang];
  const curve = Array.from({ length: 41 }, (_, i): Point => {
    const b = 0.8 + (i / 40) * 2.2;
    return [b, 4 / b];
  });
  return linePlot({
    width: 360,
    height: 300,
    title: words.title,
    desc: words.desc,
    series: [
      { points: curve, class: 's-muted', label: words.names[0], dash: '2 3' },
      { points: way(START, true), class: 's-accent', label: words.names[1], dash: '' },
      { points: way(START, false), class: 's-b', label: words.names[2], dash: '7 4' },
    ],
    x: { domain: [0.5, 3], ticks: [1, 2, 3], label: words.x },
    y: { domain: [0, 5], ticks: [0, 1, 2, 3, 4, 5], label: words.y },
    over: (frame) =>
      [
        [1, 1, '(1, 1)', 14, 16],
        [1, 4, '(1, 4)', 30, 4],
        [2, 2, '(2, 2)', 26, -8],
      ]
        .map(([b, v, label, dx, dy]) => {
          const [x, y] = [frame.x(Number(b)), frame.y(Number(v))];
          return (
            circle(x, y, 4, { class: 'f-ink' }) +
            text(x + Number(dx), y + Number(dy), label, { 'font-size': 13 })
          );
        })
        .join(''),
  });
}

export const figures: Record<string, (lang: Lang) => string> = { paths };
