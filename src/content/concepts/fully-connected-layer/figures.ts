import { linePlot, type Point } from '../../../components/figures/plot.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { NETWORKS, parseList } from '../../../lib/network-list.ts';
import { ledger } from '../../../lib/network.ts';

/** Millions of parameters of VGG-16 at an input size, and those of the same network with averages. */
export function totals(side: number): { flatten: number; averages: number } {
  const { layers } = parseList(NETWORKS.vgg16);
  const first = layers.findIndex(({ op }) => op === 'dense');
  const convolutions = layers.slice(0, first).filter(({ op }) => op !== 'flatten');
  const head = parseList('gap;dense:1000').layers;
  const count = (list: typeof layers) => ledger([side, side, 3], list).parameters / 1e6;
  return { flatten: count(layers), averages: count([...convolutions, ...head]) };
}

function growth(lang: Lang): string {
  const words = {
    zh: {
      title: '输入变大，参数从哪里多出来',
      desc: '展平的 VGG-16：输入 96 时约 5,400 万个参数，224 时约 1.38 亿，384 时约 3.38 亿。全局平均的版本始终约 1,520 万。',
      names: ['VGG-16，展平', '同样的卷积 + 全局平均'],
      x: '输入的边长（像素）',
      y: '参数（百万）',
    },
    en: {
      title: 'Where the parameters come from when the input grows',
      desc: 'VGG-16 with flattening: about 54 million parameters at 96 pixels, 138 million at 224, about 338 million at 384. With global averages, about 15 million at every size.',
      names: ['VGG-16, flatten', 'same convolutions + averages'],
      x: 'side of the input (pixels)',
      y: 'parameters (millions)',
    },
  }[lang];
  const sides = [96, 128, 160, 192, 224, 256, 288, 320, 352, 384];
  const along = (key: 'flatten' | 'averages') =>
    sides.map((side): Point => [side, totals(side)[key]]);
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 240,
    series: [
      { points: along('flatten'), class: 's-b', label: words.names[0] },
      { points: along('averages'), class: 's-accent', label: words.names[1] },
    ],
    x: { domain: [96, 384], ticks: [128, 224, 320, 384], label: words.x },
    y: { domain: [0, 360], ticks: [0, 100, 200, 300], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { growth };
