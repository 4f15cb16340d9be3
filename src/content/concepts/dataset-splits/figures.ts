/** Figure of the page: the test set apart, and five folds that take turns. */
import { rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';

const FOLDS = 5;

function folds(lang: Lang): string {
  const words = {
    zh: {
      title: '五折交叉验证，测试集另放',
      desc: '上面一条是全部数据，右端五分之一是测试集。下面五行，余下的数据分成五块，每行轮到一块做验证，其余四块做训练。',
      choose: '用来训练和选择',
      test: '测试',
      round: (n: number) => `第 ${n} 次`,
      held: '验证',
      train: '训练',
      last: '只用一次',
    },
    en: {
      title: 'Five-fold cross-validation, with the test set apart',
      desc: 'The bar on top is all of the data, with the test set at its right end. In the five rows below, the rest is cut into five blocks; in each row another block is for validation and the other four are for training.',
      choose: 'to train and choose',
      test: 'test',
      round: (n: number) => `run ${n}`,
      held: 'validate',
      train: 'train',
      last: 'used once',
    },
  }[lang];
  const [left, width, gap, testWidth, h] = [58, 230, 10, 62, 26];
  const block = width / FOLDS;
  const small = { 'font-size': 13 };
  const parts = [
    rect(left, 8, width, h, { class: 'f-surface s-line' }),
    text(left + width / 2, 8 + 18, words.choose, small),
    rect(left + width + gap, 8, testWidth, h, { class: 'f-soft-b s-b', 'stroke-width': 1.5 }),
    text(left + width + gap + testWidth / 2, 8 + 18, words.test, small),
  ];
  for (let run = 0; run < FOLDS; run++) {
    const y = 54 + run * (h + 8);
    parts.push(text(left - 8, y + 18, words.round(run + 1), { ...small, 'text-anchor': 'end', class: 'f-muted' }));
    for (let b = 0; b < FOLDS; b++) {
      const held = b === run;
      parts.push(
        rect(left + b * block, y, block, h, { class: held ? 'f-soft-accent s-accent' : 'f-surface s-line' }),
      );
    }
  }
  const legend = 54 + FOLDS * (h + 8) + 6;
  const key = (x: number, ground: string, word: string) =>
    rect(x, legend, 18, 16, { class: ground }) +
    text(x + 25, legend + 13, word, { ...small, 'text-anchor': 'start' });
  parts.push(
    key(left, 'f-surface s-line', words.train),
    key(left + 90, 'f-soft-accent s-accent', words.held),
    text(left + width + gap + testWidth / 2, 54 + 18, words.last, { ...small, class: 'f-muted' }),
  );
  return svgDoc({ width: 366, height: legend + 26, title: words.title, desc: words.desc }, ...parts);
}

export const figures: Record<string, (lang: Lang) => string> = { folds };
