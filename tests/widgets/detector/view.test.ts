import { beforeAll, describe, expect, test } from 'vitest';
import { boxIou, overlapOf } from '@lib/boxes.ts';
import { readFromDisk } from '@models/on-disk.ts';
import { KIND } from '@widgets/detector/kind.ts';
import { analysisOf, load, stepsDone } from '@widgets/detector/reference.ts';
import { SCENES } from '@widgets/detector/scenes.ts';
import { parse } from '@widgets/detector/state.ts';
import { STRINGS } from '@widgets/detector/strings.ts';
import { act, apText, edit, firstCursor, formula, guess, holds, images, iouText, notesHtml, parts, pick, speak, stops, type View } from '@widgets/detector/view.ts'; // prettier-ignore
import { readQuery, type Query } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';

beforeAll(async () => {
  readFromDisk();
  await load();
});

async function viewOf(query: Query, cursor?: View['cursor'], lang: 'zh' | 'en' = 'en') {
  const state = parse(query).state!;
  const outputs = (await KIND.reference(state, undefined, async () => true))!;
  const view: View = { id: 'detector', words: STRINGS[lang], state, picture: undefined, outputs, cursor: cursor ?? firstCursor(state), ui: {}, image: undefined }; // prettier-ignore
  return view;
}

const number = (text: string) => Number(text.replace(/[()]/g, '').replaceAll('−', '-'));
const VALUE = '(\\(?−?[\\d.]+(?:e[−+]?\\d+)?\\)?)';
const near = (a: number, b: number, size = Math.max(1, Math.abs(a), Math.abs(b))) =>
  expect(Math.abs(a - b)).toBeLessThanOrEqual(6e-4 * size);

/** Checks every number of “A ∩ B = …; A ∪ B = …; IoU = …”. */
function checkIou(text: string): number {
  if (/IoU = 0$|IoU = 0 /.test(text)) return 0;
  const inter = new RegExp(`A ∩ B = \\(${VALUE} − ${VALUE}\\)×\\(${VALUE} − ${VALUE}\\) ≈ ${VALUE}×${VALUE} [=≈] ${VALUE}`).exec(text)!; // prettier-ignore
  const [r, l, b, t, w, h, both] = inter.slice(1).map(number);
  near(r - l, w, 100);
  near(b - t, h, 100);
  near(w * h, both);
  const union = new RegExp(`A ∪ B = ${VALUE} \\+ ${VALUE} − ${VALUE} [=≈] ${VALUE}`).exec(text)!;
  const [one, other, less, all] = union.slice(1).map(number);
  expect(less).toBe(both);
  near(one + other - less, all);
  const iou = new RegExp(`IoU = ${VALUE} / ${VALUE} [=≈] ${VALUE}`).exec(text)!;
  const [top, bottom, value] = iou.slice(1).map(number);
  expect([top, bottom]).toEqual([both, all]);
  near(top / bottom, value);
  return value;
}

describe('the arithmetic', () => {
  test('IoU by hand, with every number on the way', () => {
    expect(iouText([0, 0, 4, 3], [2, 1, 6, 5], false)).toBe(
      'A ∩ B = (4 − 2)×(3 − 1) ≈ 2×2 = 4; A ∪ B = 12 + 16 − 4 = 24; IoU = 4 / 24 ≈ 0.16667',
    );
    expect(iouText([0, 0, 4, 3], [5, 5, 6, 6], true)).toBe('A ∩ B = 0, IoU = <b>0</b>');
  });

  test(
    'steps, candidates and cells add up on screen in 200 states',
    { timeout: 120_000 },
    async () => {
      let compared = 0;
      for (const { query } of combinations(200, 41)) {
        const view = await viewOf(query);
        const a = analysisOf(view.state)!;
        const about = JSON.stringify(query);
        const text = formula(view, false);
        expect(text, about).not.toMatch(/NaN|undefined|[<>]\/?b>|\{\w+\}/);
        const done = stepsDone(view.state, a);
        if (/A = #/.test(text)) {
          const [, one, other] = /A = #(\d+), B = #(\d+)/.exec(text)!;
          const [i, j] = [one, other].map((k) => a.nms.order[Number(k) - 1]);
          near(checkIou(text), boxIou(a.found[i].box, a.found[j].box));
          expect(a.nms.steps[done - 1].kept).toBe(i);
          expect(/goes\.$/.test(text)).toBe(a.nms.steps[done - 1].compared.find(({ index }) => index === j)!.gone); // prettier-ignore
          compared++;
        }
        for (const [row, index] of a.nms.order.entries()) {
          const here = { ...view, cursor: { on: 'candidates', at: [0, row, 2] } };
          expect(holds(here)).toBe(true);
          const said = formula(here, false);
          const keeper = a.by.get(index);
          if (keeper !== undefined) {
            near(checkIou(said), boxIou(a.found[keeper].box, a.found[index].box));
            expect(boxIou(a.found[keeper].box, a.found[index].box)).toBeGreaterThan(view.state.iou);
          } else {
            const right = a.match.truthOf[a.nms.kept.indexOf(index)] >= 0;
            expect(said, about).toMatch(right ? /TP\.$/ : /FP\.$/);
            if (/A = #/.test(said)) checkIou(said);
          }
        }
        for (const at of [
          [0, 0, 0],
          [0, 3, 5],
          [0, 7, 7],
        ]) {
          const said = formula({ ...view, cursor: { on: 'scene', at } }, false);
          const axes = [...said.matchAll(new RegExp(`[xy] = 8×\\((\\d) \\+ ${VALUE}\\) [=≈] ${VALUE}`, 'g'))]; // prettier-ignore
          expect(axes).toHaveLength(2);
          for (const [, k, d, v] of axes) near(8 * (Number(k) + number(d)), number(v), 10);
          const sides = [...said.matchAll(new RegExp(`[wh] = 16×e\\^${VALUE} ≈ ${VALUE}`, 'g'))];
          expect(sides).toHaveLength(2);
          for (const [, e, v] of sides) near(16 * Math.exp(number(e)), number(v));
          const [, o, p, s] = new RegExp(`o·p = ${VALUE}×${VALUE} [=≈] ${VALUE}`).exec(said)!;
          near(number(o) * number(p), number(s));
          const { found } = a;
          near(number(s), found[at[1] * 8 + at[2]].score);
        }
      }
      expect(compared).toBeGreaterThan(40);
    },
  );

  test('AP on screen is the mean of the precisions on screen', async () => {
    for (const { query } of combinations(120, 43)) {
      const { state } = await viewOf(query);
      const a = analysisOf(state)!;
      const [, sum, all] = /^\((.*)\) \/ (\d+) [=≈] $/.exec(apText(a))!;
      const shares = sum.split(' + ').map((part) => {
        const [top, bottom = '1'] = part.split('/');
        return Number(top) / Number(bottom);
      });
      expect(Number(all)).toBe(a.truths.length);
      expect(shares.reduce((x, y) => x + y, 0) / a.truths.length).toBeCloseTo(a.ap, 12);
    }
  });
});

describe('notes in the picture', () => {
  const places = (html: string) =>
    [...html.matchAll(/ x="([\d.]+)" y="([\d.]+)">([^<]*)</g)].map(([, x, y, text]) => {
      const [left, bottom, wide] = [Number(x), Number(y), 2.9 * text.length];
      return [left, bottom - 4, left + wide, bottom] as const;
    });

  test('two boxes in one place: their notes stand in different corners', () => {
    const box = [10, 10, 30, 40] as const;
    const found = places(notesHtml(['#1', '#2', '#3', '#4'].map((text) => ({ box: [...box], text, name: 'open' })))); // prettier-ignore
    expect(new Set(found.map(String)).size).toBe(4);
  });

  test('in 60 scenes every note is inside the picture, and few hide another', async () => {
    let [pairs, hidden] = [0, 0];
    for (const { query } of combinations(60, 5)) {
      const html = parts(await viewOf(query)).maps.split('</svg>');
      for (const svg of html) {
        const found = places(svg);
        for (const [i, [l, t, r, b]] of found.entries()) {
          expect(l >= 0 && t >= 0 && r <= 64 && b <= 64, svg).toBe(true);
          for (const [l2, t2, r2, b2] of found.slice(0, i)) {
            pairs++;
            hidden += Number(Math.min(r, r2) - Math.max(l, l2) > 0.1 && Math.min(b, b2) - Math.max(t, t2) > 0.1); // prettier-ignore
          }
        }
      }
    }
    expect(pairs).toBeGreaterThan(500);
    expect(hidden / pairs).toBeLessThan(0.01);
  });
});

describe('the parts', () => {
  test('every scene is drawn in both languages, with the numbers of the contract', async () => {
    for (const [name, { query }] of Object.entries(SCENES)) {
      for (const lang of ['zh', 'en'] as const) {
        const asked = readQuery(query, KIND.keys, [], () => undefined).query;
        const view = await viewOf(asked, undefined, lang);
        const html = Object.values(parts(view)).join('');
        expect(html, name).not.toMatch(/undefined|NaN|\{\w+\}|\[\w+\]/);
        for (const output of Object.keys(view.outputs!)) {
          expect(html.split(`data-output="${output}"`), `${name} ${output}`).toHaveLength(2);
        }
        const [table] = /<table[^>]*data-output="candidates"[\s\S]*?<\/table>/.exec(html)!;
        const values = [...table.matchAll(/<data[^>]*? value="([^"]*)"/g)].map(([, v]) =>
          Number(v),
        );
        expect(values).toEqual([...view.outputs!.candidates.data]);
        expect(html.match(/<canvas/g)).toHaveLength(2);
        expect(speak(view)).not.toMatch(/<|\{/);
        expect(holds(view)).toBe(true);
        const { data, height, width } = images(view).scene();
        expect([height, width, data.length]).toEqual([64, 64, 64 * 64 * 4]);
      }
    }
  });

  test('the scenes show what their titles say', async () => {
    const of = async (name: keyof typeof SCENES) => {
      const asked = readQuery(SCENES[name].query, KIND.keys, [], () => undefined).query;
      const view = await viewOf(asked);
      return { view, a: analysisOf(view.state)! };
    };
    const { a: detect } = await of('detect');
    expect(detect.truths).toHaveLength(4);
    expect(detect.counts.tp).toBeGreaterThan(1);
    const { view, a } = await of('nms');
    expect(stepsDone(view.state, a)).toBe(2);
    expect(a.nms.order.length).toBeGreaterThan(a.nms.kept.length);
    expect((await of('crowded')).a.truths.length).toBeGreaterThan(5);
    const { a: low } = await of('low-threshold');
    expect(low.counts.fp).toBeGreaterThan(0);
    const usual = await viewOf({ seed: '30' });
    expect(low.nms.order.length).toBeGreaterThan(analysisOf(usual.state)!.nms.order.length);
  });

  test('every number is there when the fold is open, and only then', async () => {
    const view = await viewOf({});
    const cells = (ui: Record<string, string>) => parts({ ...view, ui }).numbers.match(/<data /g)?.length ?? 0; // prettier-ignore
    expect(cells({})).toBe(0);
    expect(cells({ 'fold-numbers': '1' })).toBe(64 * 5 + 8 * 8 * 15);
  });

  test('nothing above the threshold: said, no table, AP 0', async () => {
    const view = await viewOf({ threshold: '1' });
    const html = Object.values(parts(view)).join('');
    expect(html).toContain('No box scores more than 1.');
    expect(html).not.toContain('data-output="candidates"');
    expect(view.outputs!.ap.data[0]).toBe(0);
    expect(holds(view)).toBe(true);
    expect(stops(view)).toHaveLength(1);
  });

  test('steps: back and forth, the end by name; from elsewhere back to the step on show', async () => {
    const view = await viewOf({ step: '1', threshold: '0.1' });
    const n = analysisOf(view.state)!.nms.steps.length;
    const all = stops(view);
    expect(all.map(({ at }) => at[2])).toEqual(Array.from({ length: n + 1 }, (_, i) => i));
    expect(pick(view, all[2])).toEqual({ threshold: '0.1', step: '2' });
    expect(pick(view, all[n])).toEqual({ threshold: '0.1' });
    expect(pick(view, { on: 'scene', at: [0, 1, 1] })).toBeUndefined();
    expect(stops({ ...view, cursor: { on: 'scene', at: [0, 0, 0] } })[0].at[2]).toBe(1);
    expect(edit(view, 'step', `${n}`)).toEqual({ threshold: '0.1' });
    expect(edit(view, 'step', '0')).toBeUndefined();
    expect(holds({ ...view, cursor: all[0] })).toBe(false);
  });

  test('a press chooses the nearest box above the threshold, a second one lets it go', async () => {
    const view = await viewOf({ threshold: '0.1' });
    const a = analysisOf(view.state)!;
    const { row, col, box } = a.found[a.nms.order[0]];
    const [y, x] = [(box[1] + box[3]) / 2, (box[0] + box[2]) / 2].map((v) => Math.floor(v / 8));
    const pressed = { ...view, cursor: { on: 'scene', at: [0, y, x] } };
    const query = act(pressed, 'box')!;
    expect(query.box).toMatch(/^[0-7],[0-7]$/);
    const again = { ...pressed, state: { ...view.state, box: parse(query).state!.box } };
    expect(act(again, 'box')).toEqual({ threshold: '0.1' });
    expect(act(view, 'box')).toBeUndefined();
    expect([row, col].every((k) => k >= 0 && k < 8)).toBe(true);
  });

  test('the chosen box is the one that a step is explained with', async () => {
    for (let seed = 1; seed < 30; seed++) {
      const query = { seed: `${seed}`, count: '6', overlap: '0.8', threshold: '0.02', step: '1' };
      const { state } = await viewOf(query);
      const { found, nms } = analysisOf(state)!;
      const other = nms.steps[0].compared.find(({ index }) => overlapOf(found[index].box, found[nms.steps[0].kept].box).intersection > 0); // prettier-ignore
      if (!other) continue;
      const { row, col } = found[other.index];
      const view = await viewOf({ ...query, box: `${row},${col}` });
      expect(formula(view, false)).toContain(`B = #${nms.order.indexOf(other.index) + 1}:`);
      return;
    }
    expect.fail('no scene with two boxes that meet');
  });

  test('a guess is right when it is the number of boxes kept', async () => {
    const view = await viewOf({});
    const k = view.outputs!.kept.data[0];
    expect(guess(view, [`${k}`]).right).toBe(true);
    expect(guess(view, [`${k + 1}`]).right).toBe(false);
    expect(guess(view, [''])).toEqual({ right: false, text: STRINGS.en.notNumber });
  });
});
