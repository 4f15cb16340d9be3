import { beforeAll, describe, expect, test } from 'vitest';
import { readFromDisk } from '@models/on-disk.ts';
import { KIND } from '@widgets/segmenter/kind.ts';
import { analysisOf, load } from '@widgets/segmenter/reference.ts';
import { SCENES } from '@widgets/segmenter/scenes.ts';
import { parse } from '@widgets/segmenter/state.ts';
import { STRINGS } from '@widgets/segmenter/strings.ts';
import { act, firstCursor, formula, guess, holds, images, parts, rowText, speak, stops, type View } from '@widgets/segmenter/view.ts'; // prettier-ignore
import { readQuery, type Query } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';

beforeAll(async () => {
  readFromDisk();
  await load();
});

async function viewOf(query: Query, cursor?: View['cursor'], lang: 'zh' | 'en' = 'en') {
  const state = parse(query).state!;
  const outputs = (await KIND.reference(state, undefined, async () => true))!;
  const view: View = { id: 'segmenter', words: STRINGS[lang], state, picture: undefined, outputs, cursor: cursor ?? firstCursor(state), ui: {}, image: undefined }; // prettier-ignore
  return view;
}
const sceneQuery = (name: keyof typeof SCENES) =>
  readQuery(SCENES[name].query, KIND.keys, [], () => undefined).query;

describe('the arithmetic', () => {
  test('IoU and Dice by hand', () => {
    const row = { id: 1, model: 12, truth: 16, both: 4, either: 24, iou: 4 / 24, dice: 8 / 28 };
    expect(rowText(row, false)).toBe(
      'A ∪ B = 12 + 16 − 4 = 24; J = IoU = 4 / 24 ≈ 0.1667; Dice = 2×4 / (12 + 16) = 8 / 28 ≈ 0.2857 = 2J / (1 + J)',
    );
  });

  test('rows and pixels add up on screen in 150 states', { timeout: 120_000 }, async () => {
    for (const { query } of combinations(150, 11)) {
      const view = await viewOf(query);
      const a = analysisOf(view.state)!;
      const about = JSON.stringify(query);
      for (const [i, row] of a.rows.entries()) {
        const text = formula({ ...view, cursor: { on: 'scores', at: [0, i, 0] } }, false);
        const [, m, t, b, e, b2, e2, j, b3, m2, t2, top, bottom, d] = /A ∪ B = (\d+) \+ (\d+) − (\d+) = (\d+); J = IoU = (\d+) \/ (\d+) [=≈] ([\d.e-]+); Dice = 2×(\d+) \/ \((\d+) \+ (\d+)\) = (\d+) \/ (\d+) [=≈] ([\d.e-]+)/.exec(text)!.map(Number); // prettier-ignore
        expect([m, t, b], about).toEqual([row.model, row.truth, row.both]);
        expect([b2, b3, m2, t2, e2]).toEqual([b, b, m, t, e]);
        expect(m + t - b).toBe(e);
        expect([top, bottom]).toEqual([2 * b, m + t]);
        expect(b / e).toBeCloseTo(j, 3);
        expect(top / bottom).toBeCloseTo(d, 3);
        expect((2 * j) / (1 + j)).toBeCloseTo(d, 3);
      }
      for (const at of [
        [0, 0, 0],
        [0, 31, 20],
        [0, 63, 63],
      ]) {
        const here = { ...view, cursor: { on: 'model', at } };
        expect(holds(here)).toBe(true);
        const text = formula(here, false);
        expect(text, about).not.toMatch(/NaN|undefined|<|\{\w+\}/);
        const p = at[1] * 64 + at[2];
        expect(/so is the truth/.test(text)).toBe(a.map[p] === a.truth[p]);
        if (view.state.view !== 'semantic') continue;
        const shares = [...text.matchAll(/(\d\.\d{4}) \(/g)].map(([, v]) => Number(v));
        expect(shares).toHaveLength(4);
        expect(shares.reduce((x, y) => x + y, 0)).toBeCloseTo(1, 3);
      }
    }
  });

  test('the mean on screen is that of the rows on screen', async () => {
    for (const query of [{}, { view: 'instance' }, { seed: '9' }]) {
      const view = await viewOf(query);
      const html = parts(view).scores;
      const [, sum, n, mean] =
        /IoU = \(([^)]*)\) \/ (\d+) ≈ .*?data-output="score"[^>]*>([\d.]+)/.exec(html)!;
      const shown = sum.split(' + ').map(Number);
      expect(shown).toHaveLength(Number(n));
      expect(shown.reduce((x, y) => x + y, 0) / Number(n)).toBeCloseTo(Number(mean), 2);
    }
  });
});

describe('the parts', () => {
  test('every scene is drawn in both languages, with the numbers of the contract', async () => {
    for (const name of Object.keys(SCENES) as (keyof typeof SCENES)[]) {
      for (const lang of ['zh', 'en'] as const) {
        const view = await viewOf(sceneQuery(name), undefined, lang);
        const html = Object.values(parts(view)).join('');
        expect(html, name).not.toMatch(/undefined|NaN|\{\w+\}|\[\w+\]/);
        for (const output of Object.keys(view.outputs!)) {
          expect(html.split(`data-output="${output}"`), `${name} ${output}`).toHaveLength(2);
        }
        const [table] = /<table[^>]*data-output="scores"[\s\S]*?<\/table>/.exec(html)!;
        const values = [...table.matchAll(/<data[^>]*? value="([^"]*)"/g)].map(([, v]) =>
          Number(v),
        );
        expect(values).toEqual([...view.outputs!.scores.data]);
        expect(html.match(/<canvas/g)).toHaveLength(4);
        expect(speak(view)).not.toMatch(/<|\{/);
        expect(holds(view)).toBe(true);
        expect(stops(view).every((cursor) => holds({ ...view, cursor }))).toBe(true);
        for (const paint of Object.values(images(view)))
          expect(paint().data).toHaveLength(64 * 64 * 4);
      }
    }
  });

  test('the scenes show what their titles say', async () => {
    const { labels } = analysisOf((await viewOf(sceneQuery('semantic'))).state)!.scene;
    expect(labels.filter((label) => label === 0)).toHaveLength(3);
    const [one, more] = [await viewOf(sceneQuery('click')), await viewOf(sceneQuery('corrected'))];
    expect(analysisOf(more.state)!.score).toBeGreaterThan(analysisOf(one.state)!.score);
    expect(more.state.clicks.map(({ inside }) => inside)).toEqual([true, false, false]);
  });

  test('semantic colours are by class, instance colours by digit', async () => {
    const [semantic, instance] = [await viewOf({}), await viewOf({ view: 'instance' })];
    const { scene } = analysisOf(semantic.state)!;
    const colour = (view: View, p: number) => [...images(view).truth().data.subarray(4 * p, 4 * p + 3)].join(); // prettier-ignore
    const zeros = scene.labels.flatMap((label, i) => (label === 0 ? [scene.instances.indexOf(i + 1)] : [])); // prettier-ignore
    expect(new Set(zeros.map((p) => colour(semantic, p))).size).toBe(1);
    expect(new Set(zeros.map((p) => colour(instance, p))).size).toBe(zeros.length);
  });

  test('the picture of differences is dark exactly where both agree', async () => {
    const view = await viewOf(sceneQuery('click'));
    const { map, truth } = analysisOf(view.state)!;
    const { data } = images(view).errors();
    map.forEach((v, p) => expect(Math.max(...data.subarray(4 * p, 4 * p + 3)) > 90).toBe(v !== truth[p])); // prettier-ignore
  });

  test('a press is a click with the sign chosen, or keeps the pixel; undo takes one back', async () => {
    const view = await viewOf({ view: 'click', clicks: '+1,2' });
    const at = { ...view, cursor: { on: 'model', at: [0, 5, 6] } };
    expect(act(at, 'press')).toEqual({ view: 'click', clicks: '+1,2;+5,6' });
    expect(act({ ...at, ui: { sign: '-' } }, 'press')!.clicks).toBe('+1,2;-5,6');
    const pressable = (v: View) => parts(v).maps.match(/data-press/g)?.length;
    expect([pressable(view), pressable(await viewOf({}))]).toEqual([2, 4]);
    expect(act(view, 'undo')).toEqual({ view: 'click' });
    const two = parse({ view: 'click', clicks: '+1,2;-3,4' }).state!;
    expect(act({ ...view, state: two }, 'undo')).toEqual({ view: 'click', clicks: '+1,2' });
    const full = parse({ view: 'click', clicks: Array(8).fill('+1,1').join(';') }).state!;
    expect(act({ ...at, state: full }, 'press')).toBeUndefined();
    const semantic = await viewOf({});
    expect(act({ ...semantic, cursor: at.cursor }, 'press')).toEqual({ pixel: '5,6' });
    expect(act({ ...semantic, cursor: { on: 'scores', at: [0, 0, 0] } }, 'press')).toBeUndefined();
    expect(firstCursor(parse({ pixel: '5,6' }).state!)).toEqual({ on: 'scene', at: [0, 5, 6] });
  });

  test('the numbers of one map at a time, and only when the fold is open', async () => {
    const view = await viewOf({});
    const cells = (ui: Record<string, string>) => parts({ ...view, ui }).numbers.match(/<data /g)?.length ?? 0; // prettier-ignore
    expect(cells({})).toBe(0);
    for (const table of ['0', '10', '99', 'map', 'truth', 'x']) {
      expect(cells({ 'fold-numbers': '1', table }), table).toBe(4096);
    }
    const map = parts({ ...view, ui: { 'fold-numbers': '1', table: 'map' } }).numbers;
    const [filled] = /<table[^>]*data-output="map"[\s\S]*?<\/table>/.exec(map)!;
    expect([...filled.matchAll(/value="(\d+)"/g)].map(([, v]) => Number(v))).toEqual([...view.outputs!.map.data]); // prettier-ignore
  });

  test('where a click was, the new IoU is read out', async () => {
    const view = await viewOf({ ...sceneQuery('click'), pixel: '16,38' });
    const { score } = analysisOf(view.state)!;
    expect(Number(/IoU with the truth.*?([\d.]+)$/.exec(speak(view))![1])).toBeCloseTo(score, 3);
    expect(speak(await viewOf({ view: 'click', clicks: '-3,4', pixel: '3,4' }))).not.toContain(
      'IoU',
    );
  });

  test('without clicks it says what to do', async () => {
    const view = await viewOf({ view: 'click' });
    const html = Object.values(parts(view)).join('');
    expect(html).toContain('Without a positive click');
    expect(html).not.toContain('data-output="scores"');
    expect(html).not.toMatch(/NaN|undefined/);
    expect(stops(view)).toEqual([]);
    expect(guess(view, ['0.5']).right).toBe(false);
  });

  test('a guess within 0.05 is right', async () => {
    const view = await viewOf({});
    const score = view.outputs!.score.data[0];
    expect(guess(view, [`${score - 0.049}`]).right).toBe(true);
    expect(guess(view, [`${score - 0.06}`]).right).toBe(false);
    expect(guess(view, [''])).toEqual({ right: false, text: STRINGS.en.notNumber });
  });
});
