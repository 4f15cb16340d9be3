/** Every number and every measurable correction of the page on semantic segmentation. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { readFromDisk } from '@models/on-disk.ts';
import { SCENES } from '@widgets/segmenter/scenes.ts';
import { analysisOf, CLASSES, load, reference } from '@widgets/segmenter/reference.ts';
import { parse } from '@widgets/segmenter/state.ts';
import {
  classify,
  coarse,
  convolve,
  main,
  POLE,
  scores,
  wrongHalve,
} from '../../../src/content/concepts/semantic-segmentation/dense.ts';
import {
  CLASSES as DRAWN_CLASSES,
  DOWN,
  figures,
  UP,
} from '../../../src/content/concepts/semantic-segmentation/figures.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { compareMaps } from '../../../src/lib/boxes.ts';
import { fromRows, grid, toRows } from '../../../src/lib/grid.ts';
import { conv2d } from '../../../src/lib/ops/conv.ts';

const folder = new URL('../../../src/content/concepts/semantic-segmentation/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const model = (file: string) =>
  readFileSync(new URL(`../../../public/models/scenes-segmenter/${file}`, import.meta.url), 'utf8');
const concept = parseYaml(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => concept.facts[id].value;
const round = (value: number, digits: number) => Number(value.toFixed(digits));

beforeAll(async () => {
  readFromDisk();
  await load();
}, 120_000);

async function analysed(query: string) {
  const { state } = parse(Object.fromEntries(new URLSearchParams(query)));
  await reference(state!, undefined, async () => true);
  return analysisOf(state!)!;
}

describe('the widget on the page', { timeout: 120_000 }, () => {
  test('three zeros are one class', async () => {
    const { scene, rows } = await analysed(SCENES.semantic.query);
    expect(scene.labels.filter((label) => label === 0)).toHaveLength(3);
    expect(scene.labels).toHaveLength(4);
    // background, zero and one: three rows of the semantic map for four digits
    expect(rows.map(({ id }) => id)).toEqual([0, 1, 2]);
    // joining all zeros into one object changes no pixel of the semantic map
    const joined = scene.instances.map((v) => (v > 0 && scene.labels[v - 1] === 0 ? 1 : v));
    const classes = Uint8Array.from(joined, (v) => (v === 0 ? 0 : 1 + scene.labels[v - 1]));
    expect(classes).toEqual(scene.semantic);
    expect((await analysed(SCENES.instance.query)).rows).toHaveLength(4);
  });

  test('21 pixels of classes that are not there', async () => {
    for (const lang of LANGS)
      expect(read(`${lang}.mdx`)).toContain('#segmenter?seed=13&overlap=0.5');
    const { scene, rows, score, accuracy } = await analysed('seed=13&overlap=0.5');
    const absent = rows.filter(({ truth }) => truth === 0);
    expect(absent).toHaveLength(3);
    expect(absent.reduce((sum, row) => sum + row.model, 0)).toBe(21);
    expect(absent.every(({ iou }) => iou === 0)).toBe(true);
    expect(round(100 * accuracy, 1)).toBe(fact('scene-right'));
    expect(round(score, 2)).toBe(fact('scene-miou'));
    const present = rows.filter(({ truth }) => truth > 0);
    expect(present).toHaveLength(new Set(scene.labels).size + 1);
    const mean = present.reduce((sum, { iou }) => sum + iou, 0) / present.length;
    expect(round(mean, 2)).toBe(fact('scene-miou-present'));
  });

  test('calling everything background', async () => {
    const { scene } = await analysed(SCENES.semantic.query);
    const nothing = compareMaps(new Uint8Array(scene.semantic.length), scene.semantic, CLASSES);
    expect(round(100 * nothing.accuracy, 1)).toBe(fact('background-right'));
    expect(round(nothing.meanIou, 2)).toBe(fact('background-miou'));
  });

  test('the card of the shipped segmenter', () => {
    const card = parseYaml(model('card.yaml')) as { metrics: { name: string; value: number; split: string }[] }; // prettier-ignore
    const metric = (name: string) => card.metrics.find((each) => each.name.startsWith(name))!;
    expect(round(metric('mIoU (11 classes').value, 3)).toBe(fact('model-miou'));
    expect(round(metric('mIoU, mean over scenes').value, 3)).toBe(fact('model-miou-scenes'));
    expect(round(100 * metric('pixels right').value, 1)).toBe(fact('model-right'));
    expect(metric('pixels right').split).toContain('600 scenes of held-out digits');
  });

  test('the figure draws the maps of the shipped network', () => {
    interface Layer { class_name: string; config: { name: string; filters?: number; strides?: number[] }; inbound_nodes: [string][][] } // prettier-ignore
    const topology = JSON.parse(model('model.json')).modelTopology;
    const { layers } = (topology.model_config ?? topology).config as { layers: Layer[] };
    const layer = (name: string) => layers.find(({ config }) => config.name === name)!;
    const filters = (name: string) => layer(name).config.filters;
    expect(DOWN.map(({ channels }) => channels)).toEqual([3, ...['conv2', 'conv4', 'conv7'].map(filters)]); // prettier-ignore
    expect(UP.map(({ channels }) => channels)).toEqual(['join3', 'join2', 'join1'].map(filters));
    expect(filters('semantic')).toBe(DRAWN_CLASSES);
    const joined = ['concat3', 'concat2', 'concat1'].map((name) => layer(name).inbound_nodes[0].map(([from]) => from)[1]); // prettier-ignore
    expect(joined).toEqual(['scene', 'conv2', 'conv4']);
    // 64, then a stride of 2 and two poolings
    expect(layer('conv1').config.strides).toEqual([2, 2]);
    expect(layers.filter(({ class_name }) => class_name === 'MaxPooling2D')).toHaveLength(2);
    expect(DOWN.map(({ side }) => side)).toEqual([64, 32, 16, 8]);
    expect(UP.map(({ side }) => side)).toEqual([64, 32, 16]);
  });
});

describe('from a classifier to a map', () => {
  test('a fully connected layer slid over a picture is a convolution', () => {
    const picture = [
      [1, 0, 2, 1],
      [0, 3, 1, 0],
      [2, 1, 0, 1],
    ];
    const weights = [1, -1, 2, 0.5];
    const map = convolve(picture, weights, -1);
    map.forEach((row, r) =>
      row.forEach((score, c) => {
        const crop = picture.slice(r, r + 2).map((line) => line.slice(c, c + 2));
        expect(score).toBeCloseTo(classify(crop, weights, -1), 12);
      }),
    );
    const library = conv2d(fromRows(picture), grid([2, 2, 1, 1], weights), {
      stride: [1, 1],
      padding: 'valid',
      dilation: [1, 1],
      groups: 1,
      bias: [-1],
    });
    expect(toRows(library)).toEqual(map);
  });

  test('a pole in blocks: 19/28 and 7/16, and the same accuracy', () => {
    const two = scores(coarse(POLE, 2), POLE);
    expect(two.iou).toEqual([48 / 56, 8 / 16]);
    expect(two.mean).toBeCloseTo(19 / 28, 12);
    const four = scores(coarse(POLE, 4), POLE);
    expect(four.iou).toEqual([56 / 64, 0]);
    expect(four.mean).toBeCloseTo(7 / 16, 12);
    expect([two.accuracy, four.accuracy]).toEqual([56 / 64, 56 / 64]);
    expect(scores(coarse(POLE, 1), POLE).mean).toBe(1);
  });

  test('the scores of the listing are those of the library', () => {
    const library = compareMaps(coarse(POLE, 2).flat(), POLE.flat(), 2);
    const { iou, mean, accuracy } = scores(coarse(POLE, 2), POLE);
    expect([iou, mean, accuracy]).toEqual([library.iou, library.meanIou, library.accuracy]);
  });

  test('averaging labels makes a class that was not there', () => {
    const labels = Array.from({ length: 4 }, () => [0, 2, 2, 2]); // sky, then car
    expect(wrongHalve(labels)).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(labels.flat()).not.toContain(1);
  });

  test('with and without skips: what PyTorch printed', () => {
    const lines = read('unet_torch.out.txt').trim().split('\n');
    const last = lines.map((line) => Number(line.split(' ').at(-1)));
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['True', 'False']);
    expect(last).toEqual([fact('skip-miou'), fact('no-skip-miou')]);
    // the classes lose more than the background
    const [withSkips, without] = lines.map(
      (line) => JSON.parse(/\[.*\]/.exec(line)![0]) as number[],
    );
    const lost = withSkips.map((value, c) => value - without[c]);
    expect(Math.min(lost[1], lost[2])).toBeGreaterThan(lost[0]);
    expect(lost[2]).toBe(Math.max(...lost));
  });
});

test('the listing prints its captured output', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  main();
  const printed = log.mock.calls.map((words) => words.join(' ')).join('\n');
  log.mockRestore();
  expect(`${printed}\n`).toBe(read('dense.out.txt'));
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) {
    const svg = figures[name](lang);
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/NaN|undefined|style=/);
  }
});
