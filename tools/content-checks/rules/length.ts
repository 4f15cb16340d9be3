import type { Lang } from '../../../src/i18n/langs.ts';
import { eachText, proseOf } from '../prose.ts';
import type { Finding } from '../rule.ts';
import { inNotebook, type Site } from '../site.ts';

interface Bounds {
  least: number;
  most: number;
  /** The same for a notebook, whose cells say the rest. */
  notebook: { least: number; most: number };
  unit: string;
  count(text: string): number;
}

const BOUNDS: Record<Lang, Bounds> = {
  zh: {
    least: 1500,
    most: 3000,
    notebook: { least: 250, most: 2400 },
    unit: 'Han characters',
    count: (text) => text.match(/\p{Script=Han}/gu)?.length ?? 0,
  },
  en: {
    least: 900,
    most: 1600,
    notebook: { least: 150, most: 1200 },
    unit: 'words',
    count: (text) => text.match(/\S*[\p{L}\p{N}]\S*/gu)?.length ?? 0,
  },
};

/** Pages are neither thin nor endless. */
export default function length(site: Site): Finding[] {
  return proseOf(site).flatMap((prose): Finding[] => {
    if (prose.from !== 'page' || !prose.tree.children.length) return [];
    const { unit, count, ...bounds } = BOUNDS[prose.lang];
    const { least, most } = inNotebook(prose.file) ? bounds.notebook : bounds;
    let total = 0;
    eachText(prose, (text) => (total += count(text.value)));
    if (total >= least && total <= most) return [];
    return [
      {
        file: prose.file,
        line: 1,
        message: `${total} ${unit}; a page has ${least} to ${most}`,
        fix: total < least ? 'explain more, do not pad' : 'cut, or move a part to its own concept',
      },
    ];
  });
}
