/** Figures of the page: what the person subtree of ImageNet was made of, and what is left. */
import { rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';

/** Synsets of the person subtree after Yang et al. 2020, and the images of the removed groups. */
export const PERSON = { total: 2832, unsafe: 1593, unseen: 1081, left: 158 };
export const REMOVED_IMAGES = { unsafe: 600_040, unseen: 443_547 };
/** Images in August 2014 and in the Winter 2021 release. */
export const IMAGES = { 2014: 14_197_122, 2021: 13_153_500 };

const WIDTH = 360;

function people(lang: Lang): string {
  const words = {
    zh: {
      title: '人物子树的 2,832 个同义词集',
      desc: '一条横条分成三段：1,593 个带有冒犯或敏感含义，1,081 个从照片上看不出来，剩下 158 个。',
      rows: [
        ['冒犯或敏感', PERSON.unsafe, 'f-accent'],
        ['照片上看不出来', PERSON.unseen, 'f-a'],
        ['其余', PERSON.left, 'f-b'],
      ],
    },
    en: {
      title: 'The 2,832 synsets of the person subtree',
      desc: 'A bar in three parts: 1,593 offensive or sensitive, 1,081 that a photograph cannot show, 158 left.',
      rows: [
        ['offensive or sensitive', PERSON.unsafe, 'f-accent'],
        ['not visible in a photograph', PERSON.unseen, 'f-a'],
        ['the rest', PERSON.left, 'f-b'],
      ],
    },
  }[lang] as { title: string; desc: string; rows: [string, number, string][] };
  const scale = WIDTH / PERSON.total;
  let x = 0;
  const bar = words.rows.map(([, count, fill]) => {
    const part = rect(x, 0, count * scale, 34, { class: fill });
    x += count * scale;
    return part;
  });
  const legend = words.rows.flatMap(([name, count, fill], i) => {
    const y = 62 + i * 24;
    return [
      rect(0, y - 11, 13, 13, { class: fill }),
      text(22, y, name, { 'text-anchor': 'start' }),
      text(WIDTH, y, count.toLocaleString('en-US'), { 'text-anchor': 'end' }),
    ];
  });
  return svgDoc(
    { width: WIDTH, height: 120, title: words.title, desc: words.desc },
    ...bar,
    ...legend,
  );
}

export const figures: Record<string, (lang: Lang) => string> = { people };
