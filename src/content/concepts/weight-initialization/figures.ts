import { linePlot, type Point } from '../../../components/figures/plot.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { SETTINGS, signal } from './init.ts';

const curves = new Map<string, Point[]>();

/** log₁₀ of the mean square after each of 20 layers, computed once for both languages. */
export function curve(name: string): Point[] {
  if (!curves.has(name)) {
    const [, v, fn] = SETTINGS.find(([setting]) => setting === name)!;
    const squares = signal(v, fn, 20);
    curves.set(name, [[0, 0], ...squares.map((s, i): Point => [i + 1, Math.log10(s)])]);
  }
  return curves.get(name)!;
}

function depth(lang: Lang): string {
  const words = {
    zh: {
      title: '信号走过二十层',
      desc: '纵轴为对数。ReLU 配 He 初始化停在 1 附近；ReLU 配 Glorot 每层减半，二十层后不到百万分之一；tanh 配 Glorot 缓缓降到百分之三左右；标准差 1 的 ReLU 直冲出图。',
      names: ['ReLU，标准差 1', 'ReLU，He', 'tanh，Glorot', 'ReLU，Glorot'],
      x: '层',
      y: '激活值的均方值',
    },
    en: {
      title: 'The signal through twenty layers',
      desc: 'Logarithmic. ReLU with He initialization stays near 1; ReLU with Glorot halves at every layer, to less than a millionth after twenty; tanh with Glorot falls slowly to about three hundredths; ReLU with standard deviation 1 leaves the plot.',
      names: ['ReLU, std 1', 'ReLU, He', 'tanh, Glorot', 'ReLU, Glorot'],
      x: 'layer',
      y: 'mean square of the activations',
    },
  }[lang];
  const names = ['ReLU, std 1', 'ReLU, He', 'tanh, Glorot', 'ReLU, Glorot'];
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 290,
    series: names.map((name, i) => ({
      points: curve(name),
      class: ['s-c', 's-accent', 's-a', 's-b'][i],
      label: words.names[i],
    })),
    x: { domain: [0, 20], ticks: [0, 5, 10, 15, 20], label: words.x },
    y: {
      domain: [-7, 3],
      ticks: [-6, -4, -2, 0, 2],
      label: words.y,
      format: (exponent) => (exponent < 0 ? `1/${(10 ** -exponent).toLocaleString('en-US')}` : (10 ** exponent).toLocaleString('en-US')), // prettier-ignore
    },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { depth };
