/** The HTML of the widget: what a reader can check stands in it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse as parseHtml } from 'node-html-parser';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Grid } from '@lib/grid.ts';
import { KIND } from '@widgets/clicks/kind.ts';
import { edgesOf, ownCosts } from '@widgets/clicks/pixel.ts';
import { analysisOf } from '@widgets/clicks/reference.ts';
import { SCENES } from '@widgets/clicks/scenes.ts';
import type { State } from '@widgets/clicks/state.ts';
import { STRINGS } from '@widgets/clicks/strings.ts';
import {
  act,
  after,
  asked,
  firstCursor,
  formula,
  guess,
  holds,
  images,
  noc,
  parts,
  simulated,
  speak,
  stops,
  type View,
} from '@widgets/clicks/view.ts';
import type { Cursor, Pixels } from '@widgets/toolkit/kind.ts';
import { pixelGrid } from '@widgets/toolkit/maps.ts';
import { stateOf, viewOf, worked } from './bench.ts';
import { combinations } from './combinations.ts';

let photo: Grid;
beforeAll(async () => {
  const file = fileURLToPath(new URL('../../../public/pictures/astronaut.png', import.meta.url));
  const { data, info } = await sharp(readFileSync(file)).ensureAlpha().raw().toBuffer({ resolveWithObject: true }); // prettier-ignore
  photo = pixelGrid(data, info.height, info.width, 3);
});

const sceneView = (name: keyof typeof SCENES, more: Partial<View> = {}, lang: 'zh' | 'en' = 'en') =>
  viewOf(stateOf(SCENES[name].query), more, lang, name === 'own' ? photo : undefined);
const at = (row: number, col: number, on = 'picture'): Cursor => ({ on, at: [0, row, col] });
const numbers = (text: string) => [...text.matchAll(/[−-]?\d+(\.\d+)?(e-\d+)?/g)].map(([v]) => Number(v.replace('−', '-'))); // prettier-ignore

/** Every `a + b … = c` of a text adds up. */
function sumsAddUp(text: string): number {
  let count = 0;
  for (const [, left, sign, right] of text.matchAll(/((?:[\d.]+ \+ )+[\d.]+) ([=≈]) ([\d.]+\d)/g)) {
    const sum = left.split(' + ').reduce((a, v) => a + Number(v), 0);
    const allowed = sign === '=' ? 1e-9 : 2e-4 * Math.max(1, sum);
    expect(Math.abs(sum - Number(right)), text).toBeLessThanOrEqual(allowed);
    count++;
  }
  return count;
}

describe('a pixel', () => {
  test('its squares, its sums and what changing it alone would cost, on 100 states', async () => {
    let sums = 0;
    for (const { state } of combinations(100, 4)) {
      const view = await viewOf(state);
      const { steps } = analysisOf(state);
      const step = steps[steps.length - 1];
      for (const place of [at(18, 22), at(0, 0), at(29, 39), at(17, 12), view.cursor]) {
        const here = { ...view, cursor: place };
        expect(holds(here)).toBe(true);
        const text = formula(here, false);
        expect(text).not.toMatch(/NaN|undefined|<|−∞/);
        sums += sumsAddUp(text);
        for (const [, a, b, sign, c] of text.matchAll(
          /\(([\d.]+) − ([\d.]+)\)² ([=≈]) ([\d.]+\d)/g,
        )) {
          const error = Math.abs((Number(a) - Number(b)) ** 2 - Number(c));
          expect(error, text).toBeLessThan(sign === '=' ? 1e-9 : 5e-3 * Math.max(1, Number(c)));
        }
        const change = /ΔE [=≈] (\d+(\.\d+)?(e-?\d+)?)/.exec(text);
        if (!step.cut) expect(text).toContain('once both signs');
        else if (change)
          expect(Number(change[1])).toBeGreaterThanOrEqual(0); // no better labeling
        else expect(text).toMatch(/forbids|ΔE = 0/);
      }
    }
    expect(sums).toBeGreaterThan(150);
  });

  test('the edges on screen are λ·exp(−‖ΔI‖²/2σ²), at most four, cut where labels differ', async () => {
    for (const { state } of combinations(60, 12)) {
      const view = await viewOf(state);
      const { steps, scene } = analysisOf(state);
      const step = steps[steps.length - 1];
      for (const [r, c] of [
        [0, 0],
        [29, 39],
        [12, 20],
        [18, 22],
      ]) {
        // prettier-ignore
        const edges = edgesOf(state, step, r * 40 + c);
        expect(edges).toHaveLength(4 - Number(r === 0) - Number(r === 29) - Number(c === 0) - Number(c === 39)); // prettier-ignore
        for (const { squared, weight, cut, to } of edges) {
          expect(Math.abs(weight - state.lambda * Math.exp(-squared / (2 * state.sigma ** 2)))).toBeLessThan(1e-9); // prettier-ignore
          expect(cut).toBe(step.last.mask[to] !== step.last.mask[r * 40 + c]);
          expect(Math.abs(squared - (scene.image[to] - scene.image[r * 40 + c]) ** 2)).toBeLessThan(1e-9); // prettier-ignore
        }
        const local = parseHtml(parts({ ...view, cursor: at(r, c) }).local);
        expect(local.querySelectorAll('tbody tr')).toHaveLength(edges.length);
        expect(local.querySelectorAll('circle')).toHaveLength(edges.length + 1);
        expect(local.querySelectorAll('path.cut')).toHaveLength(edges.filter(({ cut }) => cut).length); // prettier-ignore
        expect(local.toString()).not.toMatch(/NaN|undefined/);
      }
    }
  });

  test('a click is ∞ for the other label, and says so', async () => {
    const view = await sceneView('corrected');
    const step = analysisOf(view.state).steps[3];
    expect(ownCosts(view.state, step, 17 * 40 + 12).costs).toEqual([Infinity, 0]);
    expect(formula({ ...view, cursor: at(17, 12) }, false)).toMatch(/you say it is object: D\(1\) = 0; D\(0\) = ∞\..*forbids/); // prettier-ignore
    expect(formula({ ...view, cursor: at(16, 27) }, false)).toContain('you say it is background');
    expect(speak({ ...view, cursor: at(16, 27) })).toContain('row 17, column 28');
  });

  test('colors: three squares', async () => {
    const view = await sceneView('own');
    expect(formula({ ...view, cursor: at(24, 20) }, false)).toMatch(/I = \([\d.]+, [\d.]+, [\d.]+\); D\(1\) = \([\d.]+ − [\d.]+\)² \+ /); // prettier-ignore
  });
});

describe('what the pages say', () => {
  const iou = (view: View) => view.outputs!.iou.data[0];
  test('one click each: the whole gray neighbor leaks; one negative click takes all of it back', async () => {
    const first = await sceneView('one-click');
    expect(asked(first)).toBeGreaterThan(95);
    const corrected = await sceneView('corrected');
    expect(asked(corrected)).toBeLessThan(2);
    const { steps } = analysisOf(corrected.state);
    expect(steps[2].last.taken - steps[3].last.taken).toBeGreaterThan(100);
    expect(iou(first)).toBeLessThan(0.6);
    expect(iou(corrected)).toBeGreaterThan(0.99);
    expect(noc(steps)).toBe(3);
    expect(noc(analysisOf(first.state).steps)).toBe(-1);
    expect(parts(corrected).energy).toContain('IoU ≥ 0.9 after 3 clicks');
  });

  test('a soft edge: pixels beyond it are nearer the background, and the mask takes them', async () => {
    const view = await sceneView('leak');
    const { scene, steps } = analysisOf(view.state);
    const { mask, costs } = steps[2].last;
    // away from the soft edge, which is 8 pixels wide
    const far = [...scene.neighbor!.keys()].filter((i) => scene.neighbor![i] && i % 40 >= 29);
    const nearer = far.filter((i) => costs.background[i] < costs.object[i]);
    expect(nearer.length / far.length).toBeGreaterThan(0.9);
    expect(far.every((i) => mask[i] === 1)).toBe(true);
    expect(asked(view)).toBe(100);
  });

  test('free separation leaves specks; dear separation costs the arm, not the disc', async () => {
    const specks = analysisOf((await sceneView('specks')).state);
    expect(specks.steps[2].last.border).toBe(0);
    const far = [...specks.scene.truth!.keys()].filter((i) => !specks.scene.truth![i] && !specks.scene.neighbor![i]); // prettier-ignore
    expect(far.filter((i) => specks.steps[2].last.mask[i]).length).toBeGreaterThan(20);
    const dear = analysisOf((await sceneView('dear')).state);
    const arm = [...dear.scene.truth!.keys()].filter((i) => dear.scene.truth![i] && i < 9 * 40);
    expect(arm.length).toBe(14);
    expect(arm.every((i) => dear.steps[3].last.mask[i] === 0)).toBe(true);
    expect(dear.steps[3].last.mask[20 * 40 + 13]).toBe(1);
  });

  test('the photo: the woman and not the wall; colors learned again make it cheaper', async () => {
    const { state } = await sceneView('own');
    const { last } = analysisOf(state).steps[6];
    for (const [r, c, want] of [[12, 20, 1], [24, 24, 1], [44, 30, 1], [5, 40, 0], [25, 3, 0], [20, 44, 0]]) expect(last.mask[r * 48 + c], `${r},${c}`).toBe(want); // prettier-ignore
    const learned = stateOf(`${SCENES.own.query}&rounds=8`);
    await worked(learned, photo);
    expect(analysisOf(learned).steps[6].last.total).toBeLessThan(last.total);
  });
});

test('energy and history add up, IoU is a share of counted pixels; 40 states', async () => {
  for (const { state } of combinations(40, 3)) {
    const view = await viewOf(state);
    const html = parts(view);
    const value = (name: string) => Number(parseHtml(html.energy).querySelector(`[data-output="${name}"]`)!.getAttribute('value')); // prettier-ignore
    expect(Math.abs(value('data') + value('border') - value('energy'))).toBeLessThan(1e-9 * Math.max(1, value('energy'))); // prettier-ignore
    const { steps, scene } = analysisOf(state);
    const step = steps[steps.length - 1];
    if (step.cut) expect(Math.abs(value('flow') - value('energy'))).toBeLessThan(1e-9 * Math.max(1, value('energy'))); // prettier-ignore
    const both = scene.truth!.filter((v, i) => v && step.last.mask[i]).length;
    const either = scene.truth!.filter((v, i) => v || step.last.mask[i]).length;
    expect(value('iou')).toBe(both / either);
    const table = parseHtml(html.history).querySelector('table')!;
    expect(table.getAttribute('data-shape')).toBe(`${Math.max(1, state.clicks.length)},6,1`);
    for (const row of table.querySelectorAll('tbody tr')) {
      const [, data, border, energy] = row.querySelectorAll('data').map((cell) => Number(cell.getAttribute('value'))); // prettier-ignore
      expect(Math.abs(data + border - energy)).toBeLessThan(1e-9 * Math.max(1, energy));
    }
    for (const cursor of stops(view)) {
      expect(holds({ ...view, cursor })).toBe(true);
      sumsAddUp(formula({ ...view, cursor }, false));
    }
  }
});

describe('clicking', () => {
  const query = (state: State, name: string, cursor: Cursor, ui = {}) => act({ state, cursor, ui } as View, name); // prettier-ignore
  test('press, keys, the other sign, taking back, undo', async () => {
    const state = stateOf('');
    await worked(state);
    expect(query(state, 'press', at(2, 3))!.clicks).toBe('+17,12;-4,32;+2,3');
    expect(query(state, 'press', at(2, 3), { sign: '-' })!.clicks).toBe('+17,12;-4,32;-2,3');
    expect(query(state, 'press-', at(2, 3))!.clicks).toBe('+17,12;-4,32;-2,3');
    expect(query(state, 'press+', at(2, 3), { sign: '-' })!.clicks).toContain('+2,3');
    expect(query(state, 'press=', at(2, 3))!.clicks).toContain('+2,3');
    expect(query(state, 'press', at(17, 12))!.clicks).toBe('-4,32');
    expect(query(state, 'press-', at(17, 12))!.clicks).toBe('-4,32;-17,12');
    for (const name of ['undo', 'pressBackspace', 'pressDelete']) expect(query(state, name, at(0, 0))!.clicks).toBe('+17,12'); // prettier-ignore
    expect(query(state, 'press', at(0, 0, 'history'))).toBeUndefined();
    expect(query(state, 'pressx', at(0, 0))).toBeUndefined();
    const full = stateOf(`clicks=${Array.from({ length: 12 }, (_, k) => `-0,${k}`).join(';')}`);
    expect(query(full, 'press', at(5, 5))).toBeUndefined();
    expect(query(full, 'press+', at(0, 5))!.clicks).toContain('+0,5');
  });

  test('after a row of the history, the program’s click and undo look at the newest mask', async () => {
    const state = stateOf('clicks=+17,12;-4,32;+2,3');
    await worked(state);
    const look = (name: string, cursor: Cursor) => after({ state, cursor, ui: {} } as View, name);
    const [row, col] = simulated({ state })!.at;
    expect(look('simulate', at(0, 0, 'history'))).toEqual({ on: 'picture', at: [0, row, col] });
    expect(look('undo', at(0, 0, 'history'))).toEqual({ on: 'picture', at: [0, 4, 32] });
    expect(look('undo', at(9, 9))).toBeUndefined(); // a pixel that is looked at stays
  });

  test('the simulated user: first the object, then the background, then the largest error, to 0.9', async () => {
    let state = stateOf('clicks=');
    const signs: string[] = [];
    for (let k = 0; k < 6; k++) {
      await worked(state);
      const { steps } = analysisOf(state);
      if (noc(steps) > 0) break;
      const next = query(state, 'simulate', at(0, 0))!;
      state = stateOf(`clicks=${next.clicks ?? '+17,12;-4,32'}`);
      signs.push(state.clicks[state.clicks.length - 1].inside ? '+' : '-');
    }
    expect(signs.slice(0, 2)).toEqual(['+', '-']);
    await worked(state);
    expect(noc(analysisOf(state).steps)).toBeGreaterThan(1);
    const own = stateOf(SCENES.own.query);
    await worked(own, photo);
    expect(query(own, 'simulate', at(0, 0))).toBeUndefined();
  });
});

test('the contract: every output stands in the page, the costs once the fold is open', async () => {
  for (const { state } of combinations(6, 17)) {
    const view = await viewOf(state, { ui: { 'fold-numbers': '1' } });
    const root = parseHtml(Object.values(parts(view)).join(''));
    for (const [name, { data, shape }] of Object.entries(view.outputs!)) {
      const place = root.querySelector(`[data-output="${name}"]`)!;
      const cells = place.rawTagName === 'data' ? [place] : place.querySelectorAll('data');
      expect(
        cells.map((cell) => cell.getAttribute('value')),
        name,
      ).toEqual([...data].map(String));
      if (place.rawTagName !== 'data') expect(place.getAttribute('data-shape')).toBe(shape.join());
    }
  }
  const closed = parseHtml(parts(await viewOf(stateOf(''))).numbers);
  expect(closed.querySelectorAll('[data-output="y"] data')).toHaveLength(1200);
  expect(closed.querySelectorAll('[data-output="costs"] data')).toHaveLength(0);
  expect(closed.querySelector('[data-output="costs"]')!.getAttribute('data-shape')).toBe('30,40,4');
});

/** The 30×40 pixels inside a path of `M`, `h` and `v`: each upright side turns what is right of it. */
function filled(path: string): number[] {
  const mask = Array<number>(1200).fill(0);
  let [x, y] = [0, 0];
  for (const [, move, first, second] of path.matchAll(/([Mhv])(-?\d+)(?: (\d+))?/g)) {
    const n = Number(first);
    if (move === 'M') [x, y] = [n, Number(second)];
    else if (move === 'h') x += n;
    else {
      for (let r = Math.min(y, y + n); r < Math.max(y, y + n); r++) {
        for (let c = x; c < 40; c++) mask[r * 40 + c] ^= 1;
      }
      y += n;
    }
  }
  return mask;
}

test('the mask on show: filled and outlined, after a row of the history the mask of then', async () => {
  const view = await sceneView('corrected');
  const root = parseHtml(parts(view).maps);
  const { steps } = analysisOf(view.state);
  const maskOf = (html: typeof root) => ['right', 'extra'].map((name) => filled(html.querySelector(`.k-mask .${name}`)!.getAttribute('d')!)).reduce((one, two) => one.map((v, i) => v + two[i])); // prettier-ignore
  const line = (html: typeof root) => filled(html.querySelector('.k-mask .line')!.getAttribute('d')!); // prettier-ignore
  const then = parseHtml(parts({ ...view, cursor: at(1, 0, 'history') }).maps);
  for (const [html, { last }] of [
    [root, steps[3]],
    [then, steps[2]],
  ] as const) {
    // prettier-ignore
    expect(maskOf(html)).toEqual(Array.from(last.mask));
    expect(line(html)).toEqual(Array.from(last.mask));
  }
  expect(then.querySelectorAll('.k-clicks circle')).toHaveLength(2);
  expect(then.toString()).toContain('after click 2');
  expect(root.querySelector('[data-press]')!.getAttribute('data-map')).toBe('picture');
  expect(root.querySelectorAll('[data-press]')).toHaveLength(1); // a finger scrolls over the others
  const colours = { positive: [255, 0, 0], negative: [0, 0, 255], accent: [0, 0, 0] } as const;
  for (const make of Object.values(images(view, colours))) {
    const { height, width, data }: Pixels = make();
    expect([height, width, data.length]).toEqual([30, 40, 4800]);
  }
});

test('predict first: percent of the neighbor, or of the picture', async () => {
  const view = await sceneView('one-click');
  expect(guess(view, ['100']).right).toBe(true);
  expect(guess(view, ['40%']).right).toBe(false);
  expect(guess(view, ['']).right).toBe(false);
  expect(guess(view, ['x']).text).toBe(STRINGS.en.notNumber);
  const own = await sceneView('own');
  expect(asked(own)).toBeCloseTo((100 * 1172) / 48 ** 2, 6);
});

test('both languages, every scene: no word of the other, nothing undefined; what is said can be cut', async () => {
  for (const name of Object.keys(SCENES) as (keyof typeof SCENES)[]) {
    for (const lang of ['zh', 'en'] as const) {
      const view = await sceneView(name, {}, lang);
      const text = parseHtml(Object.values(parts(view)).join(' ')).textContent;
      expect(text, name).not.toMatch(/undefined|NaN|\{\w+\}/);
      if (lang === 'en') expect(text).not.toMatch(/[\u4e00-\u9fff]/);
      expect(numbers(speak(view)).length).toBeGreaterThan(3);
      expect(KIND.holds!(view)).toBe(true);
      expect(firstCursor(view.state)).toEqual(view.cursor);
    }
  }
});
