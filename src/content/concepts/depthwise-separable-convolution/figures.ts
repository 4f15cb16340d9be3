/** Figures of the page: who is connected with whom, and what is left of the cost. */
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import { circle, line, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { ratio, weights } from './separable.ts';

/** The drawing: four channels in, six out, 3×3 kernels. */
export const DRAWN = { k: 3, cin: 4, cout: 6 };

function steps(lang: Lang): string {
  const { k, cin, cout } = DRAWN;
  const count = weights(DRAWN);
  const words = {
    zh: {
      title: '标准卷积与深度可分离卷积的连接',
      desc: `标准卷积：${cin} 个输入通道与 ${cout} 个输出通道两两相连，每条线是一个 3×3 的核，共 ${count.standard} 个权重。深度可分离：先是 ${cin} 条线，每条一个 3×3 的核；再两两相连，每条线一个数；共 ${count.depthwise + count.pointwise} 个权重。`,
      standard: '标准',
      separable: '深度可分离',
      product: (lines: number, each: number) => `${lines} 条 × ${each}`,
      total: (n: number) => `共 ${n} 个权重`,
    },
    en: {
      title: 'Connections of a standard and of a depthwise separable convolution',
      desc: `Standard: each of ${cin} input channels is connected with each of ${cout} outputs, every line is a 3×3 kernel, ${count.standard} weights. Depthwise separable: first ${cin} lines, each a 3×3 kernel, then all with all, each line one number, ${count.depthwise + count.pointwise} weights.`,
      standard: 'standard',
      separable: 'depthwise separable',
      product: (lines: number, each: number) => `${lines} lines × ${each}`,
      total: (n: number) => `${n} weights`,
    },
  }[lang];
  const [TOP, HIGH] = [46, 170];
  const at = (n: number, i: number) => TOP + (HIGH * (i + 0.5)) / n;
  const nodes = (x: number, n: number, fill: string) =>
    Array.from({ length: n }, (_, i) => circle(x, at(n, i), 8, { class: `${fill} s-ink` })).join('');
  const all = (x1: number, x2: number, colour: string, wide: number) =>
    Array.from({ length: cin * cout }, (_, i) =>
      line(x1, at(cin, i % cin), x2, at(cout, Math.floor(i / cin)), {
        class: colour,
        'stroke-width': wide,
      }),
    ).join('');
  const own = (x1: number, x2: number) =>
    Array.from({ length: cin }, (_, i) =>
      line(x1, at(cin, i), x2, at(cin, i), { class: 's-a', 'stroke-width': 3 }),
    ).join('');
  const [s1, s2, d1, d2, d3] = [30, 130, 210, 290, 380];
  const small = { 'font-size': 13 };
  const muted = { ...small, class: 'f-muted' };
  const below = TOP + HIGH + 22;
  return svgDoc(
    { width: 410, height: below + 32, title: words.title, desc: words.desc },
    text((s1 + s2) / 2, 20, words.standard),
    text((d1 + d3) / 2, 20, words.separable),
    all(s1, s2, 's-a', 3),
    own(d1, d2),
    all(d2, d3, 's-b', 1),
    nodes(s1, cin, 'f-surface'),
    nodes(s2, cout, 'f-surface'),
    nodes(d1, cin, 'f-surface'),
    nodes(d2, cin, 'f-soft-a'),
    nodes(d3, cout, 'f-surface'),
    text((s1 + s2) / 2, below, words.product(cin * cout, k * k), muted),
    text((d1 + d2) / 2, below, words.product(cin, k * k), muted),
    text((d2 + d3) / 2 + 8, below, words.product(cin * cout, 1), muted),
    text((s1 + s2) / 2, below + 22, words.total(count.standard), small),
    text((d1 + d3) / 2, below + 22, words.total(count.depthwise + count.pointwise), small),
  );
}

export const SIZES = [3, 5, 7];

function left(lang: Lang): string {
  const words = {
    zh: {
      title: '还剩多少计算',
      desc: '输出通道越多，占比越低，趋向核面积的倒数：3×3 是九分之一，5×5 是二十五分之一，7×7 是四十九分之一。',
      x: '输出通道数',
      y: '占标准卷积的份额（%）',
    },
    en: {
      title: 'What is left of the work',
      desc: 'With more output channels the share falls toward one over the area of the kernel: a ninth for 3×3, a 25th for 5×5, a 49th for 7×7.',
      x: 'output channels',
      y: 'share of the standard convolution (%)',
    },
  }[lang];
  const channels = [4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 96, 128, 192, 256];
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 380,
    height: 240,
    series: SIZES.map((k, i) => ({
      points: channels.map((cout): Point => [cout, 100 * ratio({ k, cin: 64, cout })]),
      class: ['s-a', 's-b', 's-c'][i],
      label: `${k}×${k}`,
    })),
    x: { domain: [0, 256], ticks: [0, 64, 128, 192, 256], label: words.x },
    y: { domain: [0, 40], ticks: [0, 10, 20, 30, 40], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { steps, left };
