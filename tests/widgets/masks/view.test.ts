import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/masks/kind.ts';
import { reference, shapesOf } from '@widgets/masks/reference.ts';
import { SCENES } from '@widgets/masks/scenes.ts';
import { parse, texts, type State } from '@widgets/masks/state.ts';
import { STRINGS } from '@widgets/masks/strings.ts';
import type { View } from '@widgets/masks/view.ts';
import type { Cursor } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';

function viewOf(state: State, more: Partial<View> = {}): View {
  const outputs = reference(state);
  const cursor = KIND.firstCursor(state, outputs);
  return { id: 'masks', words: STRINGS.en, state, picture: undefined, outputs, cursor, ui: {}, image: undefined, ...more }; // prettier-ignore
}
const of = (query: Query, more: Partial<View> = {}) => viewOf(parse(query).state!, more);
const scene = (name: keyof typeof SCENES): Query =>
  Object.fromEntries(new URLSearchParams(SCENES[name].query));
const say = (query: Query, on: string, row: number, col: number, words = STRINGS.en) =>
  KIND.speak!(of(query, { cursor: { on, at: [0, row, col] }, words }))!;
/** The state after a query that the widget asks for. */
const next = (view: View, query: Query | undefined) =>
  viewOf(parse(query!).state!, { ui: view.ui });
const cursorsOf = (view: View): Cursor[] =>
  Object.entries(view.outputs!)
    .flatMap(
      ([on, { shape }]) =>
      Array.from({ length: shape[0] * shape[1] }, (_, i): Cursor => ({ on, at: [0, Math.floor(i / shape[1]), i % shape[1]] })), // prettier-ignore
    )
    .filter((cursor) => KIND.holds!({ ...view, cursor }));

/** The value of a sum on screen. */
const evaluate = (text: string) =>
  Number(new Function(`return ${text.replaceAll('−', '-').replaceAll('×', '*').replaceAll('SQ*RQ', '1')}`)()); // prettier-ignore

describe('the arithmetic', () => {
  test('every equation on screen adds up, in every task', () => {
    let [found, exact] = [0, 0];
    for (const { state } of combinations(250, 5)) {
      const view = viewOf(state);
      for (const cursor of cursorsOf(view)) {
        for (const part of KIND.speak!({ ...view, cursor })!
          .replace(' (TP = 0)', '')
          .split('; ')) {
          const sides = part.split(/ ([=≈]) /).slice(1);
          const values: number[] = [];
          let rounded = false;
          for (let i = 0; i < sides.length; i += 2) {
            const text = sides[i + 1].split(', ')[0];
            if (!/^[\d()./×+\-−e\s]+$/.test(text)) continue;
            rounded ||= sides[i] === '≈';
            values.push(evaluate(text));
          }
          for (const value of values.slice(1)) {
            const allowed = rounded ? 2e-5 * Math.max(1, Math.abs(value)) * 10 : 1e-9;
            if (!(Math.abs(value - values[0]) <= allowed)) expect.fail(`${part}: ${values}`);
            found++;
            exact += Number(!rounded);
          }
        }
      }
    }
    expect(found).toBeGreaterThan(2000);
    expect(exact).toBeGreaterThan(1000);
  });

  test('what the default scenes say', () => {
    expect(say({}, 'measures', 0, 0)).toBe('IoU = TP / (TP + FP + FN) = 8 / (8 + 4 + 4) = 0.5');
    expect(say({}, 'measures', 0, 1)).toBe(
      'Dice = 2·TP / (2·TP + FP + FN) = 2×8 / (2×8 + 4 + 4) ≈ 0.66667; 2·IoU / (1 + IoU) = 2×0.5 / (1 + 0.5) ≈ 0.66667',
    );
    expect(say({}, 'counts', 0, 3)).toBe('TN: in neither = 32');
    expect(say({}, 'field', 1, 1)).toBe('row 2, column 2: A = 1, B = 0, FN: in the truth alone');
    expect(say(scene('miou'), 'confusion', 2, 0)).toBe('Cells of class 2 that were called background = 3'); // prettier-ignore
    expect(say(scene('miou'), 'scores', 0, 1)).toBe('IoU, class 1 = 9 / (9 + 10 − 9) = 0.9');
    expect(say(scene('panoptic'), 'said', 1, 3)).toBe('row 2, column 4: semantic: car; instance: 2; panoptic: car 2. Truth: car 2'); // prettier-ignore
    expect(say(scene('panoptic'), 'said', 0, 0, STRINGS.zh)).toBe('第 1 行第 1 列： 语义：天空；实例：无；全景：天空。真实：天空'); // prettier-ignore
    expect(say(scene('panoptic-merged'), 'pairs', 2, 2)).toBe('car 1 / car 1: IoU = 4 / (8 + 4 − 4) = 0.5, not more than 1/2, no match'); // prettier-ignore
    expect(say(scene('panoptic-merged'), 'means', 0, 1)).toBe('PQ = (1 + 1 + 0) / 3 ≈ 0.66667');
    expect(say(scene('panoptic-merged'), 'means', 0, 0)).toBe('mIoU = (1 + 1 + 1) / 3 = 1');
    expect(say(scene('cut-out'), 'y', 1, 1)).toBe('row 2, column 2: y = m·a + (1 − m)·b = 1×200 + (1 − 1)×45 = 200'); // prettier-ignore
    expect(say(scene('merged'), 'shapes', 3, 4)).toContain('semantic: shape; region: 1; instance: 1.'); // prettier-ignore
    expect(say({ a: '0,0', b: '0,0' }, 'measures', 0, 0)).toContain('by convention they agree: 1');
  });

  test('numbers of the page about panoptic segmentation', () => {
    const pq = (query: Query) => [...reference(parse(query).state!).means.data];
    const shifted = { mode: 'panoptic', said: '0,0,0,0,0,0;0,2,2,2,3,0;1,2,2,3,3,1;1,1,1,1,1,1' };
    expect(reference(parse(shifted).state!).quality.data[17]).toBeCloseTo(31 / 40, 14);
    expect(pq(scene('panoptic'))).toEqual([1, 1]);
    expect(pq(scene('panoptic-merged'))[0]).toBe(1);
    expect(pq(scene('panoptic-merged'))[1]).toBeCloseTo(2 / 3, 14);
    const { quality } = reference(parse(scene('swallowed')).state!);
    const [sq, rq, own] = quality.data.slice(15);
    [0.75, 2 / 3, 0.5].forEach((v, i) => expect([sq, rq, own][i]).toBeCloseTo(v, 14));
  });
});

describe('what readers do', () => {
  test('shapes part and meet: one region, two, one; the instances stay two', () => {
    let view = of(scene('merged'));
    const regions = [];
    for (const column of ['7', '8', '9', '8', '7', '4', '2']) {
      view = next(view, KIND.edit!(view, 'slide', column));
      const { totals } = reference(view.state);
      regions.push(totals.data[0]);
      expect(totals.data[1]).toBe(2);
    }
    expect(regions).toEqual([1, 2, 2, 2, 1, 1, 1]);
    expect(reference(parse(scene('post')).state!).totals.data[0]).toBe(3);
  });

  test('a corner joins with eight neighbors alone', () => {
    const corner = { mode: 'merged', one: '0,0', two: '3,5' };
    expect(shapesOf(parse(corner).state!).regions.count).toBe(2);
    expect(shapesOf(parse({ ...corner, neighbors: '8' }).state!).regions.count).toBe(1);
  });

  test('pointer and arrow keys move the chosen shape, inside the field', () => {
    const view = of(scene('merged'));
    const go = (row: number, col: number, query: Query = {}) => {
      const at = of({ mode: 'merged', ...query });
      return next(at, KIND.pick!(at, { on: 'things', at: [0, row, col] })).state;
    };
    expect(go(3, 10).two).toEqual([1, 8]);
    expect(go(7, 13).two).toEqual([3, 9]);
    expect(go(0, 0, { move: '1' }).one).toEqual([0, 0]);
    // Where it stands already nothing changes.
    expect(KIND.pick!(view, { on: 'shapes', at: [0, 4, 9] })).toBeUndefined();
    expect(KIND.parts(view).left).toContain('data-pick="4,9"');
    // Column after column; from elsewhere the first stop is where the shape is.
    const stops = KIND.stops!(view).map(({ at }) => at[2]);
    expect(stops).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const away = of(scene('merged'), { cursor: { on: 'totals', at: [0, 0, 0] } });
    expect(KIND.stops!(away)[0].at[2]).toBe(7);
    expect(KIND.pick!(view, { on: 'slide', at: [0, 0, 8] })!.two).toBe('2,8');
    expect(parse(KIND.edit!(view, 'slide', '10')!).problems![0]).toMatchObject({ key: 'two', code: 'range' }); // prettier-ignore
  });

  test('painting: a press paints or wipes, a drag carries on what it comes from', () => {
    const press = (query: Query, on: string, row: number, col: number, name = 'paint', ui = {}) =>
      parse(KIND.act!(of(query, { cursor: { on, at: [0, row, col] }, ui }), name)!).state!;
    expect(press({}, 'field', 0, 0).b[0][0]).toBe(1);
    expect(press({}, 'field', 1, 2).b[1][2]).toBe(0);
    expect(press({}, 'field', 0, 0, 'paint', { paints: 'a' }).a[0][0]).toBe(1);
    const swept = press({}, 'field', 1, 7, 'paint:1,4').b[1];
    expect(swept).toEqual([0, 0, 1, 1, 1, 1, 1, 1]);
    expect(press({}, 'field', 4, 1, 'paint:1,1').b.map((row) => row[1])).toEqual([0, 0, 0, 0, 0, 0]); // prettier-ignore
    const classes = { 'brush-miou': '3' };
    expect(press(scene('miou'), 'guess', 0, 0, 'paint', classes).guess[0][0]).toBe(3);
    expect(press(scene('miou'), 'truth', 0, 0, 'paint', classes).truth[0][0]).toBe(3);
    // A car stays a car when it is painted twice.
    expect(press(scene('panoptic'), 'said', 1, 1).said[1][1]).toBe(2);
    expect(press(scene('panoptic'), 'said', 1, 3).said[1][3]).toBe(2);
    expect(press(scene('cut-out'), 'mask', 0, 0, 'paint', { 'brush-cut': '0.5' }).mask[0][0]).toBe(0.5); // prettier-ignore
    // Away from the maps nothing is painted.
    expect(KIND.act!(of({}), 'paint')).toBeUndefined();
  });

  test('merged cars cost panoptic quality and no mIoU; swapped numbers cost nothing', () => {
    const view = of(scene('panoptic'));
    const merged = next(view, KIND.act!(view, 'merge'));
    expect(texts(merged.state).said).toBe('0,0,0,0,0,0;0,2,2,2,2,0;1,2,2,2,2,1;1,1,1,1,1,1');
    expect([...merged.outputs!.means.data]).toEqual([1, 2 / 3]);
    const swapped = next(view, KIND.act!(view, 'swap'));
    expect(swapped.state.said[1]).toEqual([0, 3, 3, 2, 2, 0]);
    expect([...swapped.outputs!.means.data]).toEqual([1, 1]);
    expect(next(merged, KIND.act!(merged, 'same')).state.said).toEqual(view.state.street);
  });

  test('the whole mask at once', () => {
    const view = of(scene('cut-out'));
    expect(next(view, KIND.act!(view, 'all')).outputs!.y.data).toEqual(Float64Array.from(view.state.picture.flat())); // prettier-ignore
    expect(next(view, KIND.act!(view, 'none')).outputs!.y.data).toEqual(Float64Array.from(view.state.ground.flat())); // prettier-ignore
    const soft = of(scene('soft'));
    expect(next(soft, KIND.act!(soft, 'invert')).state.mask[1].slice(0, 3)).toEqual([0.5, 0, 0.5]);
  });

  test('the cursor holds where there is a cell', () => {
    const holds = (query: Query, on: string, row: number, col: number) =>
      KIND.holds!(of(query, { cursor: { on, at: [0, row, col] } }));
    expect(holds({}, 'field', 5, 7)).toBe(true);
    expect(holds({}, 'field', 6, 0)).toBe(false);
    expect(holds({}, 'measures', 0, 3)).toBe(false);
    expect(holds({}, 'said', 0, 0)).toBe(false);
    expect(holds(scene('merged'), 'slide', 0, 7)).toBe(true);
    expect(holds(scene('merged'), 'slide', 0, 8)).toBe(false);
    expect(holds(scene('panoptic'), 'quality', 2, 5)).toBe(true);
    expect(holds(scene('panoptic'), 'quality', 3, 0)).toBe(false);
  });

  test('guesses: decimals and fractions within 0.02, regions exactly', () => {
    expect(KIND.guess!(of({}), ['2/3'])).toEqual({ right: true, text: 'Right: ≈0.6667.' });
    expect(KIND.guess!(of({}), ['0,66']).right).toBe(true);
    expect(KIND.guess!(of({}), ['0.5']).right).toBe(false);
    for (const bad of ['', '1/', '/3', '1/3/1', 'x']) {
      expect(KIND.guess!(of({}), [bad]).right, bad).toBe(false);
    }
    expect(KIND.guess!(of(scene('merged')), ['1']).right).toBe(true);
    expect(KIND.guess!(of(scene('merged')), ['1.01']).right).toBe(false);
    expect(KIND.guess!(of(scene('panoptic-merged')), ['2/3']).right).toBe(true);
    expect(KIND.guess!(of(scene('cut-out')), ['200']).right).toBe(true);
  });
});

describe('the drawing', () => {
  test('every part in both languages, nothing missing, all cells drawn', () => {
    for (const { state } of combinations(100, 9)) {
      for (const words of [STRINGS.zh, STRINGS.en]) {
        const html = Object.values(KIND.parts(viewOf(state, { words }))).join('');
        const slip = /.{0,40}(undefined|NaN|\{\w+\})/.exec(html);
        expect(slip?.[0]).toBeUndefined();
      }
    }
    const { left } = KIND.parts(of({}));
    const cells = (look: string) => (new RegExp(`class="${look}" d="([^"]*)"`).exec(left)?.[1].split('M').length ?? 1) - 1; // prettier-ignore
    expect(['both', 'a', 'b'].map(cells)).toEqual([8, 4, 4]);
  });

  test('the cell that is looked at is framed in every map of the task', () => {
    const frames = (query: Query, on: string) => {
      const { left, right } = KIND.parts(of(query, { cursor: { on, at: [0, 1, 2] } }));
      return (left + right).split('class="at"').length - 1;
    };
    expect(frames(scene('panoptic'), 'said')).toBe(4);
    expect(frames(scene('panoptic'), 'pairs')).toBe(0);
    expect(frames(scene('cut-out'), 'mask')).toBe(4);
    expect(frames(scene('miou'), 'truth')).toBe(2);
  });
});
