/** Every number and every measurable correction of the page on deconvolutional networks. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import {
  convolve,
  deconvnet,
  main,
  pool,
  relu,
  RULES,
  SIGNAL,
  transposed,
  unpool,
  W,
  wrongFlip,
  X,
  Z,
} from '../../../src/content/concepts/deconvolutional-network/deconv.ts';
import {
  figures,
  thereAndBack,
} from '../../../src/content/concepts/deconvolutional-network/figures.ts';
import {
  DIGIT,
  FIELD,
  PROJECTIONS,
  SHOWN,
} from '../../../src/content/concepts/deconvolutional-network/projections.ts';
import { DEFAULTS, SITE_LAYERS } from '../../../src/components/widgets/dissector/state.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { grid, type Grid } from '../../../src/lib/grid.ts';
import { forwardNow } from '../../../src/lib/nn/forward.ts';
import { projectBack, type ReluRule } from '../../../src/lib/nn/project.ts';
import { conv2dGradInput, CONV_DEFAULTS } from '../../../src/lib/ops/conv.ts';
import { poolGradInput } from '../../../src/lib/ops/pool.ts';
import { loadData, tileOf, type Sprites } from '../../../src/models/data.ts';
import { readFromDisk } from '../../../src/models/on-disk.ts';
import { loadModel, type Model } from '../../../src/models/store.ts';

const folder = new URL('../../../src/content/concepts/deconvolutional-network/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };

describe('the worked example', () => {
  const y = convolve(X, W);
  const { values, switches } = pool(relu(y), 2);

  test('forward and back', () => {
    expect(y).toEqual([-3, 2, 1, -2]);
    expect(relu(y)).toEqual([0, 2, 1, 0]);
    expect({ values, switches }).toEqual({ values: [2, 1], switches: [1, 2] });
    expect(unpool([2, 0], switches, 4)).toEqual([0, 2, 0, 0]);
    expect(deconvnet([2, 0], switches, 4, W)).toEqual([0, 2, -2, 0, 0]);
    expect(thereAndBack().back).toEqual([[0, 2, -2, 0, 0], [0, 2, 0, 0], [0, 2, 0, 0], [2, 0]]); // prettier-ignore
  });

  test('without the switches the pattern lands one pixel away', () => {
    expect(deconvnet([2, 0], [0, 2], 4, W)).toEqual([2, -2, 0, 0, 0]);
  });

  test('the way back is not the inverse', () => {
    expect(deconvnet(values, switches, 4, W)).toEqual([0, 2, -1, -1, 0]);
    expect(deconvnet(values, switches, 4, W)).not.toEqual(X);
    // another input with the same pooled values and switches: nothing can tell them apart
    const twin = [1, 3, 1, 0, 9];
    const pooled = pool(relu(convolve(twin, W)), 2);
    expect(pooled).toEqual({ values, switches });
    for (const lang of LANGS) expect(read(`${lang}.mdx`)).toContain(`(${twin})`);
  });

  test('the three rules', () => {
    expect(RULES.gradient(SIGNAL, Z)).toEqual([0, -1, 2, 0]);
    expect(RULES.deconvnet(SIGNAL)).toEqual([4, 0, 2, 0]);
    expect(RULES.guided(SIGNAL, Z)).toEqual([0, 0, 2, 0]);
    for (const lang of LANGS) {
      const page = read(`${lang}.mdx`);
      for (const row of [SIGNAL, Z, ...Object.values(RULES).map((rule) => rule(SIGNAL, Z))]) {
        expect(page).toContain(`(${row.join(', ')})`);
      }
    }
  });

  test('the transposed convolution of the listing is that of the library', () => {
    const signal = [0, 2, 1, 0];
    const options = { ...CONV_DEFAULTS };
    const dx = conv2dGradInput(grid([1, 4, 1], signal), grid([1, 2, 1, 1], W), [1, 5, 1], options);
    expect(transposed(signal, W)).toEqual([...dx.data]);
    expect(wrongFlip(signal, W)).not.toEqual([...dx.data]);
    expect(wrongFlip([0, 2, 0, 0], W)).toEqual([0, -2, 2, 0, 0]);
  });

  test('the listing prints its captured output', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    main();
    const printed = log.mock.calls.map((words) => words.join(' ')).join('\n');
    log.mockRestore();
    expect(`${printed}\n`).toBe(read('deconv.out.txt'));
  });
});

test('overlapping windows: the gradient adds, unpooling overwrites', () => {
  const options = { op: 'max' as const, window: [1, 2] as [number, number], stride: [1, 1] as [number, number], padding: 'valid' as const }; // prettier-ignore
  const dx = poolGradInput(grid([1, 2, 1], [1, 1]), grid([1, 3, 1], [1, 5, 2]), options);
  expect([...dx.data]).toEqual([0, 2, 0]);
  expect(unpool([1, 1], [1, 1], 3)).toEqual([0, 1, 0]);
  expect(read('deconv_torch.out.txt')).toContain(
    'gradient: [0.0, 2.0, 0.0]  unpooled ones: [0.0, 1.0, 0.0]',
  );
});

test('only the gradient rule is the gradient', () => {
  expect(read('deconv_torch.out.txt').match(/equals autograd: (True|False)/g)).toEqual([
    'equals autograd: True',
    'equals autograd: False',
    'equals autograd: False',
  ]);
});

test('sparse coding finds three coefficients, one pass gives 25', () => {
  const printed = read('sparse_numpy.out.txt');
  expect(printed).toContain('one pass: 25 coefficients');
  expect(printed).toContain('optimized: 3 coefficients');
  for (const lang of LANGS) {
    expect(read(`${lang}.mdx`)).toMatch(/25/);
  }
});

describe('a trained network', () => {
  let model: Model;
  let sprites: Sprites;
  beforeAll(async () => {
    readFromDisk();
    [sprites, model] = await Promise.all([loadData('digits/test'), loadModel('digits-classifier')]);
  });
  const known = new Map<number, Record<string, Grid>>();
  /** The layers up to the one of the figure, computed once for each digit. */
  const run = (index: number) => {
    const { nodes, inputs } = model.graph;
    const upTo = nodes.findIndex(({ name }) => name === SHOWN.layer);
    const graph = { ...model.graph, nodes: nodes.slice(0, upTo + 1) };
    const results =
      known.get(index) ?? forwardNow(graph, model.weights, { [inputs[0]]: tileOf(sprites, index) });
    known.set(index, results);
    return results;
  };
  const inField = ({ data }: Grid) =>
    Array.from({ length: FIELD.side }, (_, r) =>
      Array.from({ length: FIELD.side }, (_, c) => data[(FIELD.row + r) * 28 + FIELD.col + c]),
    );
  const back = (rule: ReluRule, switches = run(SHOWN.image)) =>
    projectBack(model.graph, model.weights, run(SHOWN.image), SHOWN, rule, switches);

  test('the cell of the figure is the one that the widget shows first', () => {
    expect(DEFAULTS).toMatchObject({ image: `test-${SHOWN.image}`, layer: SHOWN.layer });
    const { data, shape } = run(SHOWN.image)[SHOWN.layer];
    const best = data.indexOf(Math.max(...data));
    const [, columns, maps] = shape;
    expect([best % maps, Math.floor(best / maps / columns), Math.floor(best / maps) % columns]).toEqual([SHOWN.map, SHOWN.row, SHOWN.col]); // prettier-ignore
    expect(sprites.labels[SHOWN.image]).toBe(7);
    expect(SITE_LAYERS.find(({ name }) => name === 'pool1')!.shape).toEqual([14, 14, 16]);
  });

  test('the projections of the figure are those of the model', () => {
    const { data } = tileOf(sprites, SHOWN.image);
    expect(DIGIT.join('')).toBe([...data].map((v) => Math.round(9 * v)).join(''));
    for (const rule of ['gradient', 'deconvnet', 'guided'] as const) {
      const picture = back(rule);
      const most = Math.max(...picture.data.map(Math.abs));
      // nothing outside the 10×10 pixels that the cell sees
      picture.data.forEach((v, i) => {
        const [r, c] = [Math.floor(i / 28) - FIELD.row, (i % 28) - FIELD.col];
        if (r < 0 || c < 0 || r >= FIELD.side || c >= FIELD.side) expect(v).toBe(0);
      });
      expect(inField(picture).map((row) => row.map((v) => Math.round((9 * v) / most) + 0))).toEqual(
        PROJECTIONS[rule],
      );
    }
  });

  test('with the switches of other digits the projection is another one', () => {
    const alike = (a: number[], b: number[]) => {
      const mean = (v: number[]) => v.reduce((x, y) => x + y) / v.length;
      const [p, q] = [mean(a), mean(b)];
      const dot = (u: number[], v: number[], s: number, t: number) =>
        u.reduce((sum, x, i) => sum + (x - s) * (v[i] - t), 0);
      return dot(a, b, p, q) / Math.sqrt(dot(a, a, p, p) * dot(b, b, q, q));
    };
    const own = inField(back('deconvnet')).flat();
    const others = [0, 1, 2, 3, 4, 5, 6, 8, 9].map((label) =>
      alike(own, inField(back('deconvnet', run(sprites.labels.indexOf(label)))).flat()),
    );
    const mean = others.reduce((a, b) => a + b) / others.length;
    expect(mean).toBeCloseTo(facts['other-switches'].value, 2);
    expect(Math.max(...others)).toBeLessThan(0.6);
    expect(read('concept.yaml').split(` ${facts['other-switches'].value}`).length - 1).toBe(3);
  }, 120_000);
});

test('what the pages say of the models of this site stands in their cards', () => {
  const card = (id: string) =>
    readFileSync(new URL(`../../../public/models/${id}/card.yaml`, import.meta.url), 'utf8');
  for (const id of ['digits-denoiser', 'digits-gan', 'digits-vae']) {
    expect(card(id)).toMatch(/transposed convolutions/);
  }
  expect(card('scenes-segmenter')).toMatch(/nearest upsampling/);
  expect(card('scenes-segmenter')).not.toMatch(/transposed/);
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) {
    const svg = figures[name](lang);
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/NaN|undefined|style=/);
  }
});
