import { beforeAll, describe, expect, test } from 'vitest';
import { mapsOf } from '@lib/nn/explain.ts';
import { loadedData } from '@models/data.ts';
import { loadedModel } from '@models/store.ts';
import { baseOf, netOf } from '@widgets/dissector/reference.ts';
import { KIND } from '@widgets/dissector/kind.ts';
import { SCENES } from '@widgets/dissector/scenes.ts';
import {
  DEFAULTS,
  edit,
  format,
  inputGrid,
  KEYS,
  resized,
  SITE,
  SITE_LAYERS,
  texts,
} from '@widgets/dissector/state.ts';
import { STRINGS } from '@widgets/dissector/strings.ts';
import { grid } from '@lib/grid.ts';
import { queryText } from '@widgets/toolkit/query.ts';
import { combinations, loadAll } from './combinations.ts';
import { stroked } from './strokes.ts';
import { addressOf } from '../address.ts';

beforeAll(loadAll);

const { read, codes, good, refused } = addressOf(KIND, SCENES, STRINGS);

describe('the address', () => {
  test('round trip: 300 combinations and every scene come back as they were', () => {
    const states = [
      ...combinations(300, 7).map(({ state }) => state),
      ...Object.values(SCENES).map(({ query }) => good(read(query).query)),
    ];
    for (const state of states) {
      const text = queryText(format(state), KEYS);
      expect(good(read(text).query)).toEqual(state);
    }
  });

  test('the defaults are the texts of the default state, and stay out of the address', () => {
    expect(texts(good({}))).toEqual(DEFAULTS);
    expect(format(good({}))).toEqual({});
  });

  test.each([
    ['image=test-1500', ['image: held-out']],
    ['image=test-', ['image: held-out']],
    ['image=digit-3', ['image: held-out']],
    ['image=own', ['image: own-picture']],
    ['input=1,2;3', ['input: ragged']],
    ['input=1;-2', ['input: range']],
    ['input=300', ['input: range']],
    ['input=1|2', ['input: too-many']],
    [`input=${Array(33).fill('1').join(';')}`, ['input: too-many']],
    ['input=1&image=test-1', ['image: both']],
    ['model=own', ['model: own-model']],
    ['model=../x', ['model: choice']],
    ['view=saliency', ['view: choice']],
    ['layer=conv9', ['layer: choice']],
    ['layer=flatten', ['layer: choice']],
    ['layer=constructor', ['layer: choice']],
    ['layer=conv1&map=16', ['map: range']],
    ['map=32', ['map: range']],
    ['map=-1', ['map: range']],
    ['map=1.5', ['map: not-whole']],
    ['map=', ['map: empty']],
    ['cell=14,0', ['cell: range']],
    ['cell=3', ['cell: count']],
    ['cell=1,2,3', ['cell: count']],
    ['layer=dense1&cell=0,1', ['cell: range']],
    ['view=grad-cam&layer=conv1&cell=14,14', ['cell: range']],
    ['class=10', ['class: range']],
    ['class=NaN', ['class: not-a-number']],
    ['square=4', ['square: odd']],
    ['square=1', ['square: range']],
    ['square=15', ['square: range']],
    ['fill=red', ['fill: choice']],
    ['range=0..2', ['range: choice']],
    ['colour=1', ['colour: unknown-key']],
    ['v=2', ['v: version']],
    ['scene=none', ['scene: choice']],
    ['square=x&fill=y', ['square: not-a-number', 'fill: choice']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });

  test('at the bounds it is taken', () => {
    for (const text of [
      'image=test-0',
      'image=test-1499',
      'map=31',
      'layer=conv1&map=15&cell=27,27',
      'view=occlusion&cell=13,13&square=13',
      'square=3',
      'class=9',
      'layer=dense2&map=9&cell=0,0',
    ]) {
      expect(codes(text), text).toEqual([]);
    }
  });

  test('controls that touch others let go of what does not fit any longer', () => {
    const state = good({ layer: 'conv4', map: '30', cell: '13,2', class: '3' });
    expect(edit(state, 'layer', 'conv1')).toEqual({ layer: 'conv1', class: '3' });
    expect(edit(state, 'view', 'grad-cam')).toEqual({ view: 'grad-cam', layer: 'conv4', map: '30', class: '3' }); // prettier-ignore
    expect(edit(state, 'square', '5')).toBeUndefined();
  });

  test('the words of both languages have the same reasons', () => {
    expect(Object.keys(STRINGS.zh.problems!)).toEqual(Object.keys(STRINGS.en.problems!));
    for (const name of ['maps', 'window', 'occlusion', 'grad-cam', 'opinion']) {
      expect(SCENES).toHaveProperty(name);
    }
    expect(Object.keys(SCENES)[0]).toBe('maps');
    expect(SCENES.maps.query).toBe('');
  });
});

describe('the site’s model', () => {
  test('has the layers that are known before it is loaded', () => {
    const { graph } = loadedModel(SITE);
    const shown = graph.nodes.filter(({ op }) => op !== 'input' && op !== 'flatten');
    expect(shown.map(({ name, shape }) => ({ name, shape }))).toEqual(SITE_LAYERS);
    const net = netOf({ own: 0 });
    expect(net.tail!.target).toMatchObject({ name: 'conv4', shape: [14, 14, 32] });
    expect(net.soft).toBe(true);
    expect(mapsOf({ shape: [64] })).toEqual([1, 1, 64]);
  });

  test('the ten scores add up to 1 within 1e-6, and most held-out digits are read right', () => {
    const { labels } = loadedData('digits/test');
    let right = 0;
    for (let i = 0; i < 1500; i += 25) {
      const base = baseOf(good({ image: `test-${i}` }), undefined);
      const scores = base.results[base.net.output].data;
      expect(Math.abs(scores.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-6);
      if (base.top === labels[i]) right++;
    }
    expect(right).toBeGreaterThan(54);
  });

  test('reads all ten digits drawn as strokes, wherever on the pad', () => {
    for (const [down, right] of [
      [0, 0],
      [2, 3],
      [-2, -3],
    ]) {
      const read = Array.from({ length: 10 }, (_, digit) => {
        const state = good({ input: stroked(digit, down, right) });
        return baseOf(state, undefined).top;
      });
      expect(read).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
  });
});

describe('the input', () => {
  test('a drawing is brought into the form of the training data', () => {
    const image = inputGrid(good({ input: stroked(0) }), undefined);
    expect(image.shape).toEqual([28, 28, 1]);
    const rows = Array.from({ length: 28 }, (_, r) => image.data.subarray(r * 28, r * 28 + 28));
    const inked = rows.flatMap((row, r) => (row.some((v) => v > 0.3) ? [r] : []));
    expect(inked.at(-1)! - inked[0] + 1).toBeGreaterThanOrEqual(19);
    expect(inked.at(-1)! - inked[0] + 1).toBeLessThanOrEqual(21);
    expect(Math.max(...image.data)).toBeLessThanOrEqual(1);
  });

  test('an empty pad is read without a fault', () => {
    const blank = Array(28).fill(Array(28).fill(0).join(',')).join(';');
    const base = baseOf(good({ input: blank }), undefined);
    expect(base.results[base.net.output].data.every(Number.isFinite)).toBe(true);
  });

  test('a picture is averaged down, repeated up, and one channel stands for three', () => {
    const image = grid([4, 4, 1], [1, 3, 0, 0, 5, 7, 0, 0, 2, 2, 9, 9, 2, 2, 9, 9]);
    expect([...resized(image, 2, 2, 1).data]).toEqual([4, 0, 2, 9]);
    expect([...resized(image, 2, 2, 3).data]).toEqual([4, 4, 4, 0, 0, 0, 2, 2, 2, 9, 9, 9]);
    expect([...resized(grid([1, 2, 1], [1, 2]), 2, 4, 1).data]).toEqual([1, 1, 2, 2, 1, 1, 2, 2]);
    expect(resized(image, 4, 4, 1)).toBe(image);
  });
});
