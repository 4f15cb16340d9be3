/** Every number and every measurable correction of the page on classic CNN architectures. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { SCENES } from '../../../src/components/widgets/ledger/scenes.ts';
import {
  figures,
  POINTS,
  WINNERS,
} from '../../../src/content/concepts/classic-cnn-architectures/figures.ts';
import {
  count,
  denseBlock,
  GOOGLENET,
  inception,
  MODULES,
  TABLE,
} from '../../../src/content/concepts/classic-cnn-architectures/networks.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { NETWORKS } from '../../../src/lib/network-list.ts';
import { outputSize } from '../../../src/lib/ops/conv.ts';

const folder = new URL('../../../src/content/concepts/classic-cnn-architectures/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parseYaml(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const PAGES = LANGS.map((lang) => read(`${lang}.mdx`));
const shown = (...texts: (string | number)[]) =>
  texts.forEach((text) => PAGES.forEach((page) => expect(page).toContain(String(text))));
const grouped = (n: number) => n.toLocaleString('en-US');
const largest = (list: string) =>
  count(list).rows.reduce((most, row) => (row.parameters > most.parameters ? row : most));

test('the layers that the widget shows', () => {
  expect(SCENES.lenet5.query).toContain('net=lenet5');
  const c5 = largest(NETWORKS.lenet5);
  expect([c5.op, c5.parameters, c5.output[0]]).toEqual(['conv', 48120, 1]);
  const { parameters } = count(NETWORKS.lenet5);
  expect(Math.round((100 * c5.parameters) / parameters)).toBe(facts['lenet-c5'].value);
  expect([largest(NETWORKS.alexnet), largest(NETWORKS.vgg16)].map((row) => [row.op, row.parameters])).toEqual([['dense', 37752832], ['dense', 102764544]]); // prettier-ignore
  for (const net of [NETWORKS.resnet50, NETWORKS.mobilenet]) {
    expect(largest(net).parameters).toBeLessThan(3e6);
  }
  shown('48,120', '61,706', '37,752,832', '102,764,544');
});

test('the 60,000 parameters of LeNet-5', () => {
  // six maps read 3 of the maps below, nine read 4, one reads all 6
  const c3 = 25 * (6 * 3 + 9 * 4 + 6) + 16;
  const layers = [6 * (25 + 1), 6 * 2, c3, 16 * 2, 120 * (16 * 25 + 1), 84 * (120 + 1)];
  expect(layers).toEqual([156, 12, 1516, 32, 48120, 10164]);
  expect(layers.reduce((a, b) => a + b)).toBe(60000);
  shown(`${layers.join('+')}=60000`);
});

describe('cost', () => {
  test('parameters and multiply-adds of the table', () => {
    for (const [name, year, layers, list] of TABLE) {
      const { parameters, macs } = count(list);
      const row = `| ${name} | ${year} | ${layers} | ${grouped(parameters)} |`;
      shown(name === 'LeNet-5' ? row : `${row} ${grouped(Math.round(macs / 1e6))} |`);
    }
    expect(count(NETWORKS.lenet5).macs / 1e6).toBeCloseTo(facts['lenet-work'].value, 1);
    const [alexnet, resnet] = [NETWORKS.alexnet, NETWORKS.resnet50].map(count);
    expect((alexnet.parameters / resnet.parameters).toFixed(1)).toBe('2.4');
    expect(alexnet.macs / resnet.macs).toBeLessThan(1 / 5);
    // a thousand times LeNet-5
    expect(alexnet.parameters / count(NETWORKS.lenet5).parameters).toBeGreaterThan(900);
    expect(alexnet.parameters / count(NETWORKS.lenet5).parameters).toBeLessThan(1100);
    expect(count(NETWORKS['alexnet-torchvision']).parameters).toBe(61100840);
    shown('61,100,840');
  });

  test('layers with weights', () => {
    const weighted = (list: string) => count(list).rows.filter(({ op }) => /conv|dense|depthwise/.test(op)).length; // prettier-ignore
    for (const [name, , layers, list] of TABLE) {
      // two layers deep in each of the nine modules of GoogLeNet; four projections in ResNet-50
      const more = { GoogLeNet: 9 * 4, 'ResNet-50': 4 }[name] ?? 0;
      expect(weighted(list) - more, name).toBe(name === 'GoogLeNet' ? 22 : layers);
    }
  });

  test('GoogLeNet has 8.7 times fewer parameters than AlexNet', () => {
    const [google, alexnet] = [GOOGLENET, NETWORKS.alexnet].map((list) => count(list).parameters);
    expect([google, alexnet]).toEqual([6998552, 60965224]);
    expect(alexnet / google).toBeCloseTo(facts['googlenet-ratio'].value, 1);
    expect(read('concept.yaml')).toContain('6,998,552');
  });

  test('the worked example: a 5×5 branch with and without the 1×1', () => {
    expect(25 * 192 * 32).toBe(153600);
    expect([192 * 16, 25 * 16 * 32]).toEqual([3072, 12800]);
    expect(3072 + 12800).toBe(15872);
    expect(read('blocks_torch.out.txt')).toContain('5x5 branch: 15872 weights, without the 1x1 before it 153600'); // prettier-ignore
    const [one, , three, , five, pool] = MODULES[0];
    expect([one, three, five, pool]).toEqual([64, 128, 32, 32]);
    const shape = (text: string) => count(text).rows.at(-1)!.output;
    expect(shape(`input:28,28,192;${inception(MODULES[0])}`)).toEqual([28, 28, 256]);
    expect(shape(`input:56,56,64;${denseBlock(6, 32)}`)).toEqual([56, 56, 64 + 6 * 32]);
    expect(count(`input:28,28,192;${inception(MODULES[0])}`).parameters).toBe(163696);
    expect(read('blocks_torch.out.txt')).toContain('163696 parameters');
  });

  test('224 does not fit, 227 does', () => {
    expect((224 - 11) / 4 + 1).toBe(facts['alexnet-224'].value);
    expect((227 - 11) / 4 + 1).toBe(55);
    expect(outputSize(224, 11, 4, 2, 2, 1)).toBe(55);
  });
});

describe('figures', () => {
  test('say what the facts say', () => {
    const error = (name: string) => WINNERS.find(([winner]) => winner === name)![2];
    expect([error('AlexNet'), error('VGG'), error('GoogLeNet'), error('ResNet')]).toEqual(
      ['alexnet-top5', 'vgg-top5', 'googlenet-top5', 'resnet-top5'].map((id) => facts[id].value),
    );
    expect(POINTS).toHaveLength(6);
  });

  test.each(Object.keys(figures))('%s is drawn in both languages', (name) => {
    for (const lang of LANGS) expect(figures[name](lang)).not.toMatch(/NaN|undefined|style=/);
  });
});
