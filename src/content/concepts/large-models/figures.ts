/** Figures of the page: what one picture costs in networks of different size. */
import { rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { ledger } from '../../../lib/network.ts';
import { NETWORKS, parseList } from '../../../lib/network-list.ts';
import { parameters, VITS, work } from './scale.ts';

const resnet = () => {
  const { input, layers } = parseList(NETWORKS.resnet50);
  return ledger(input!, layers);
};

/** Parameters in millions and multiply-adds in billions for one picture of 224×224. */
export function costs(): { name: string; parameters: number; work: number }[] {
  const { parameters: n, macs } = resnet();
  return [
    { name: 'ResNet-50', parameters: n / 1e6, work: macs / 1e9 },
    ...Object.entries(VITS).map(([name, vit]) => ({
      name,
      parameters: parameters(vit) / 1e6,
      work: work(vit) / 1e9,
    })),
  ];
}

const [WIDTH, LEFT, ROW] = [380, 84, 46];

function cost(lang: Lang): string {
  const words = {
    zh: {
      parameters: '参数（百万）',
      work: '每张图片的乘加（十亿）',
      title: '四个网络的参数与单张图片的计算量',
      desc: '每个网络两根横条。从 ResNet-50 到 ViT-H/14，参数从 25.6 到 632 百万，乘加从 4.1 到 167.3 十亿次。',
    },
    en: {
      parameters: 'parameters in millions',
      work: 'multiply-adds per picture in billions',
      title: 'Parameters and work per picture of four networks',
      desc: 'Two bars for each network. From ResNet-50 to ViT-H/14 parameters go from 25.6 to 632 million, multiply-adds from 4.1 to 167.3 billion.',
    },
  }[lang];
  const rows = costs();
  const room = WIDTH - LEFT - 48;
  const scale = (key: 'parameters' | 'work') =>
    room / Math.max(...rows.map((row) => row[key]));
  const number = (value: number) => (value < 100 ? value.toFixed(1) : value.toFixed(0));
  const small = { 'font-size': 13, 'text-anchor': 'start' };
  const bars = rows.flatMap((row, i) => {
    const y = 54 + i * ROW;
    const [a, b] = [row.parameters * scale('parameters'), row.work * scale('work')];
    return [
      text(0, y + 20, row.name, { 'text-anchor': 'start' }),
      rect(LEFT, y, a, 13, { class: 'f-a' }),
      text(LEFT + a + 5, y + 11.5, number(row.parameters), small),
      rect(LEFT, y + 17, b, 13, { class: 'f-accent' }),
      text(LEFT + b + 5, y + 28.5, number(row.work), small),
    ];
  });
  return svgDoc(
    { width: WIDTH, height: 54 + rows.length * ROW, title: words.title, desc: words.desc },
    rect(0, 4, 13, 13, { class: 'f-a' }),
    text(20, 15.5, words.parameters, small),
    rect(0, 26, 13, 13, { class: 'f-accent' }),
    text(20, 37.5, words.work, small),
    ...bars,
  );
}

export const figures: Record<string, (lang: Lang) => string> = { cost };
