/** Figures of the page, computed by the listing beside this file. */
import { group, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { BEST, budget, MODELS } from './recipe.ts';

function errors(lang: Lang): string {
  const SCALE = 17;
  const ROW = 40;
  const words = {
    zh: {
      best: '可达到的最好水平',
      avoidable: '还可学的',
      gap: '泛化差距',
      advice: { A: '拟合得更好', B: '减小差距', C: '两样都做' },
      title: '三个模型的误差各由什么组成',
      desc: '三个模型的验证误差都是 16。A 有 12 是还可学的，B 有 13 是泛化差距，C 各 7。',
    },
    en: {
      best: 'best possible',
      avoidable: 'could be learned',
      gap: 'gap',
      advice: { A: 'fit better', B: 'close the gap', C: 'do both' },
      title: 'What the errors of three models are made of',
      desc: 'All three have a validation error of 16. Of A, 12 could be learned; of B, 13 are gap; of C, 7 each.',
    },
  }[lang];
  const rows = MODELS.map(({ name, training, validation }, i) => {
    const { avoidable, gap } = budget(BEST, training, validation);
    let x = 22;
    const part = (size: number, kind: string) => {
      const drawn =
        rect(x, 0, size * SCALE, 26, { class: kind }) +
        text(x + (size * SCALE) / 2, 18, size, { 'font-size': 13 });
      x += size * SCALE;
      return drawn;
    };
    return group(
      0,
      34 + i * ROW,
      text(8, 18, name, { 'font-weight': 600 }),
      part(BEST, 'f-surface s-line'),
      part(avoidable, 'f-soft-accent s-line'),
      part(gap, 'f-soft-b s-line'),
      text(x + 8, 18, words.advice[name as 'A'], { 'font-size': 13, 'text-anchor': 'start' }),
    );
  });
  let left = 22;
  const legend = (
    [
      ['f-surface s-line', words.best],
      ['f-soft-accent s-line', words.avoidable],
      ['f-soft-b s-line', words.gap],
    ] as const
  ).map(([kind, name]) => {
    const item =
      rect(left, 6, 12, 12, { class: kind }) +
      text(left + 18, 17, name, { 'font-size': 13, 'text-anchor': 'start' });
    left += 34 + name.length * (lang === 'zh' ? 13 : 7);
    return item;
  });
  return svgDoc(
    { width: 390, height: 34 + 3 * ROW, title: words.title, desc: words.desc },
    ...legend,
    ...rows,
  );
}

export const figures: Record<string, (lang: Lang) => string> = { errors };
