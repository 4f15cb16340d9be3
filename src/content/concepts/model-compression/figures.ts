import { linePlot, type Point } from '../../../components/figures/plot.ts';
import { rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { dense, listed, masked, soften, TEACHER } from './compress.ts';

/** The answers of one teacher at three temperatures, as bars. */
function softened(lang: Lang): string {
  const words = {
    zh: {
      title: '同一组 logit，三种温度',
      desc: '温度 1 时第一类几乎占满；温度 2 时第二类、第三类可见；温度 4 时三类相差不大，次序不变。',
      classes: ['狗', '狼', '汽车'],
      T: '温度',
    },
    en: {
      title: 'The same logits at three temperatures',
      desc: 'At temperature 1 the first class takes almost everything, at 2 the others can be seen, at 4 the three are close, in the same order.',
      classes: ['dog', 'wolf', 'car'],
      T: 'temperature',
    },
  }[lang];
  const parts: string[] = [];
  [1, 2, 4].forEach((T, i) => {
    const top = i * 104;
    parts.push(text(0, top + 16, `${words.T} ${T}`, { 'text-anchor': 'start' }));
    soften(TEACHER, T).forEach((p, c) => {
      const y = top + 26 + c * 24;
      parts.push(text(44, y + 14, words.classes[c], { class: 'f-muted', 'text-anchor': 'end', 'font-size': 13 })); // prettier-ignore
      parts.push(rect(52, y, 230 * p, 18, { class: ['f-accent', 'f-a', 'f-b'][c] }));
      parts.push(text(58 + 230 * p, y + 14, p.toFixed(2), { 'text-anchor': 'start', 'font-size': 13 })); // prettier-ignore
    });
  });
  return svgDoc({ width: 340, height: 306, title: words.title, desc: words.desc }, ...parts);
}

/** Bytes of a layer of 1,000 8-bit weights in three formats. */
function storage(lang: Lang): string {
  const words = {
    zh: {
      title: '剪枝省下多少字节，要看怎么存',
      desc: '1,000 个 8 位权重。稠密存储始终是 1,000 字节；逐个列出要 2,000 字节起步，过了一半是零才变小；位掩码从 1,125 字节起步，八分之一是零就与稠密相等。',
      names: ['稠密（零也存）', '剩下的值 + 8 位位置', '位掩码 + 剩下的值'],
      x: '为零的权重（%）',
      y: '字节',
    },
    en: {
      title: 'What pruning saves depends on the format',
      desc: '1,000 weights of 8 bits. Dense storage always takes 1,000 bytes. A list starts at 2,000 and is smaller once more than half are zero. A bit mask starts at 1,125 and meets the dense line at one eighth.',
      names: ['dense, zeros included', 'values left + 8-bit positions', 'bit mask + values left'],
      x: 'weights that are zero (%)',
      y: 'bytes',
    },
  }[lang];
  const along = (of: (share: number) => number): Point[] =>
    [0, 100].map((percent) => [percent, of(percent / 100) / 8]);
  return linePlot({
    width: 360,
    height: 270,
    title: words.title,
    desc: words.desc,
    series: [
      { points: along(() => dense(1000, 8)), class: 's-muted', label: words.names[0] },
      { points: along((share) => listed(1000, share, 8, 8)), class: 's-b', label: words.names[1] },
      { points: along((share) => masked(1000, share, 8)), class: 's-accent', label: words.names[2] },
    ],
    x: { domain: [0, 100], ticks: [0, 25, 50, 75, 100], label: words.x },
    y: { domain: [0, 2000], ticks: [0, 500, 1000, 1500, 2000], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { softened, storage };
