import { linePlot, sample, type Point } from '../../../components/figures/plot.ts';
import { circle, line, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { dequantize, NARROW, quantize, VALUES, WIDE } from './quantize.ts';

/** What comes back of each number, with 8 levels between −1.5 and 2. */
function staircase(lang: Lang): string {
  const words = {
    zh: {
      title: '量化再还原：一段楼梯',
      desc: '横轴是原来的数 −3 到 4，纵轴是还原的数。−1.5 到 2 之间是八级楼梯，每级宽 0.5；范围之外是平的。',
      names: ['还原的数（3 位）', '原来的数'],
      x: '原来的数 r',
      y: '还原的数',
    },
    en: {
      title: 'Quantize and turn back: a staircase',
      desc: 'Across: the number r from −3 to 4. Up: what comes back. Between −1.5 and 2 there are eight steps, each 0.5 wide; beyond the range the line is flat.',
      names: ['what comes back (3 bits)', 'the number itself'],
      x: 'the number r',
      y: 'what comes back',
    },
  }[lang];
  const domain = [-3, 4] as const;
  return linePlot({
    width: 360,
    height: 280,
    title: words.title,
    desc: words.desc,
    series: [
      {
        points: sample((r) => dequantize(quantize(r, NARROW), NARROW), domain, 701),
        class: 's-accent',
        label: words.names[0],
        dash: '',
      },
      { points: [[-3, -3], [4, 4]] as Point[], class: 's-muted', label: words.names[1], dash: '2 3' }, // prettier-ignore
    ],
    x: { domain, ticks: [-3, -2, -1, 0, 1, 2, 3, 4], label: words.x },
    y: { domain: [-2, 3], ticks: [-2, -1, 0, 1, 2, 3], label: words.y },
  });
}

/** The levels of two ranges on number lines, and where five numbers go. */
function outlier(lang: Lang): string {
  const words = {
    zh: {
      title: '一个离群值把每一级都拉宽',
      desc: '上面一条数轴，八级从 −1.5 到 2，间隔 0.5，数 9 被截到 2。下面一条，八级从 −1.5 到 9，间隔 1.5，0.6 被归到 0。',
      rows: ['范围 −1.5 到 2：9 被截掉', '范围 −1.5 到 9：0.6 变成 0'],
    },
    en: {
      title: 'One outlier widens every step',
      desc: 'On the upper line eight levels run from −1.5 to 2, half a unit apart, and 9 is cut to 2. On the lower line eight levels run from −1.5 to 9, one and a half apart, and 0.6 goes to 0.',
      rows: ['range −1.5 to 2: 9 is cut off', 'range −1.5 to 9: 0.6 becomes 0'],
    },
  }[lang];
  const x = (value: number) => 26 + ((value + 1.5) / 10.5) * 310;
  const parts: string[] = [];
  [NARROW, WIDE].forEach((scheme, row) => {
    const y = 60 + row * 118;
    parts.push(text(8, y - 40, words.rows[row], { 'text-anchor': 'start' }));
    parts.push(line(x(-1.5), y, x(9), y, { class: 's-muted' }));
    for (let q = 0; q < 8; q++) {
      const at = x(dequantize(q, scheme));
      parts.push(line(at, y - 7, at, y + 7, { class: 's-accent', 'stroke-width': 2 }));
    }
    for (const value of VALUES) {
      const back = dequantize(quantize(value, scheme), scheme);
      parts.push(circle(x(value), y + 32, 4, { class: 'f-b' }));
      parts.push(text(x(value), y + 52, String(value).replace('-', '−'), { class: 'f-muted', 'font-size': 13 })); // prettier-ignore
      parts.push(line(x(value), y + 28, x(back), y + 9, { class: 's-b', 'stroke-width': 1.5 }));
    }
  });
  return svgDoc({ width: 360, height: 238, title: words.title, desc: words.desc }, ...parts);
}

export const figures: Record<string, (lang: Lang) => string> = { staircase, outlier };
