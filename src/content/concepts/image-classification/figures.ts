/** Figures of the page on image classification. */
import { linePlot } from '../../../components/figures/plot.ts';
import { arrow, line, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { EXAMPLES, expectedBest, TRUE_ACCURACY } from './selection.ts';

function lanes(lang: Lang): string {
  const words = {
    zh: {
      title: '训练和推理各走哪些步骤',
      desc: '两条流程并排。训练：解码、增强、缩放和归一化、网络、损失、更新权重。推理：解码、缩放和归一化、网络、得分；没有增强',
      heads: ['训练', '推理'],
      decode: '解码',
      augment: '增强（随机）',
      resize: '缩放、归一化',
      net: '网络',
      ends: ['损失 → 更新权重', 'softmax → 类别'],
    },
    en: {
      title: 'Which steps belong to training and which to inference',
      desc: 'Two lanes. Training: decode, augment, resize and normalize, network, loss and update. Inference: decode, resize and normalize, network, scores; nothing random',
      heads: ['training', 'inference'],
      decode: 'decode',
      augment: 'augment (random)',
      resize: 'resize, normalize',
      net: 'network',
      ends: ['loss → new weights', 'softmax → class'],
    },
  }[lang];
  const [width, height, gap] = [150, 34, 24];
  const centers = [90, 270];
  const box = (lane: number, row: number, words: string, ground: string) => {
    const [x, y] = [centers[lane], 34 + row * (height + gap)];
    return (
      rect(x - width / 2, y, width, height, { class: ground, rx: 4 }) + text(x, y + 22, words)
    );
  };
  const step = (lane: number, from: number, to: number) =>
    arrow(centers[lane], 34 + from * (height + gap) + height + 2, centers[lane], 32 + to * (height + gap));
  const plain = 'f-surface s-line';
  return svgDoc(
    { width: 360, height: 316, title: words.title, desc: words.desc },
    ...words.heads.map((head, lane) => text(centers[lane], 18, head, { class: 'f-muted' })),
    line(180, 8, 180, 308, { class: 's-line', 'stroke-dasharray': '3 4' }),
    ...[0, 1].map((lane) => box(lane, 0, words.decode, plain)),
    box(0, 1, words.augment, 'f-soft-accent s-accent'),
    ...[0, 1].map((lane) => box(lane, 2, words.resize, 'f-soft-a s-a')),
    ...[0, 1].map((lane) => box(lane, 3, words.net, plain)),
    ...words.ends.map((end, lane) => box(lane, 4, end, plain)),
    step(0, 0, 1),
    step(0, 1, 2),
    step(1, 0, 2),
    ...[0, 1].flatMap((lane) => [step(lane, 2, 3), step(lane, 3, 4)]),
  );
}

function selection(lang: Lang): string {
  const words = {
    zh: {
      title: '候选越多，被挑中的得分越虚高',
      desc: '横轴是候选个数，纵轴是最高得分的期望。真实准确率都是 90%；用 200 个样本挑选，20 个候选时达到约 94%，用 2,000 个样本时约 91%',
      x: '候选个数',
      y: '被挑中的得分（%）',
      of: (n: number) => `用 ${n.toLocaleString('en')} 个样本挑选`,
      truth: '真实准确率',
    },
    en: {
      title: 'The more candidates, the better the score that wins looks',
      desc: 'Expected best score against the number of candidates, all with a true accuracy of 90%; chosen on 200 examples it reaches about 94% with 20 candidates, on 2,000 examples about 91%',
      x: 'candidates',
      y: 'score of the winner (%)',
      of: (n: number) => `chosen on ${n.toLocaleString('en')} examples`,
      truth: 'true accuracy',
    },
  }[lang];
  const ks = Array.from({ length: 50 }, (_, i) => i + 1);
  const series = [EXAMPLES, 10 * EXAMPLES].map((n, i) => ({
    points: ks.map((k) => [k, 100 * expectedBest(k, TRUE_ACCURACY, n)] as const),
    class: ['s-a', 's-b'][i],
    label: words.of(n),
  }));
  return linePlot({
    series: [
      ...series,
      { points: [[1, 100 * TRUE_ACCURACY], [50, 100 * TRUE_ACCURACY]], class: 's-muted', label: words.truth }, // prettier-ignore
    ],
    width: 360,
    height: 260,
    title: words.title,
    desc: words.desc,
    x: { domain: [1, 50], ticks: [1, 10, 20, 30, 40, 50], label: words.x },
    y: { domain: [89, 95], ticks: [90, 92, 94], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { lanes, selection };
