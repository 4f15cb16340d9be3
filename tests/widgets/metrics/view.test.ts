import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/metrics/kind.ts';
import { cellOf, scaleOf, thresholdAt } from '@widgets/metrics/plots.ts';
import { reference } from '@widgets/metrics/reference.ts';
import { SCENES } from '@widgets/metrics/scenes.ts';
import { parse, scoresOf, type State } from '@widgets/metrics/state.ts';
import { STRINGS } from '@widgets/metrics/strings.ts';
import { arithmetic, type View } from '@widgets/metrics/view.ts';
import type { Cursor } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';

function viewOf(state: State, more: Partial<View> = {}): View {
  const outputs = reference(state);
  const cursor = KIND.firstCursor(state, outputs);
  return { id: 'metrics', words: STRINGS.en, state, picture: undefined, outputs, cursor, ui: {}, image: undefined, ...more }; // prettier-ignore
}
const of = (query: Query, more: Partial<View> = {}) => viewOf(parse(query).state!, more);
const scene = (name: keyof typeof SCENES) =>
  Object.fromEntries(new URLSearchParams(SCENES[name].query));
const say = (query: Query, on: string, row = 0, col = 0, words = STRINGS.en) =>
  KIND.speak!(of(query, { cursor: { on, at: [0, row, col] }, words }))!;
const plainText = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
const next = (view: View, query: Query | undefined) => viewOf(parse(query!).state!, { words: view.words }); // prettier-ignore

/** The value of a sum on screen. */
function evaluate(text: string): number {
  const code = text.replaceAll('−', '-').replaceAll('×', '*').replace(/√\(/g, 'Math.sqrt(');
  if (/[^\d\s+\-*/().eMathsqr]/.test(code)) throw new Error(`not a sum: ${code}`);
  return Number(new Function(`return ${code}`)());
}

/** Every side of an equation is the same number, as far as its digits go; the last one is given. */
function addsUp(sum: string): number {
  const sides = sum.split(/ [=≈] /);
  const values = sides.map(evaluate);
  const last = values[values.length - 1];
  expect(sides.length, sum).toBeGreaterThan(1);
  for (const value of values) expect(Math.abs(value - last), sum).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(last))); // prettier-ignore
  return last;
}

describe('the arithmetic', () => {
  test('every metric, area and average adds up and is that of src/lib, on 300 states', () => {
    let [sums, empty] = [0, 0];
    for (const { state } of combinations(300, 31)) {
      const view = viewOf(state);
      const mixtures = state.mode === 'scores' ? Array.from({ length: 35 }, (_, i): Cursor => ({ on: 'mixtures', at: [0, Math.floor(i / 5), i % 5] })) : []; // prettier-ignore
      for (const cursor of [...KIND.stops!(view), ...mixtures]) {
        if (cursor.on === 'counts') continue;
        const [, html] = arithmetic({ ...view, cursor });
        const sum = html.replace(/<[^>]+>|^A(UC|P) = /g, '');
        const { data, shape } = view.outputs![cursor.on];
        const want = data[cursor.at[1] * shape[1] + cursor.at[2]];
        if (sum.includes('not defined')) {
          expect(cursor.on === 'metrics' && cursor.at[1] === 6 ? 0 : want, sum).toBe(0);
          empty++;
          continue;
        }
        if (sum.includes('…')) continue;
        expect(Math.abs(addsUp(sum) - want), `${JSON.stringify(state)} ${sum}`).toBeLessThan(1e-5);
        sums++;
      }
    }
    expect(sums).toBeGreaterThan(4000);
    expect(empty).toBeGreaterThan(30);
  });

  test('by hand', () => {
    expect(say({}, 'metrics', 0)).toBe('accuracy = (TP + TN) / N = (4 + 3) / 10 = 7/10 = 0.7');
    expect(say({}, 'metrics', 1)).toBe('precision = TP / (TP + FP) = 4 / (4 + 2) = 4/6 = 2/3 ≈ 0.66667'); // prettier-ignore
    expect(say({}, 'metrics', 3)).toBe('F1 = 2·TP / (2·TP + FP + FN) = 2×4 / (2×4 + 2 + 1) = 8/11 ≈ 0.72727'); // prettier-ignore
    expect(say({}, 'counts', 0, 1)).toBe('Misses: FN = 1 with a score below 5.');
    expect(say({ times: '9' }, 'counts', 1, 0)).toBe('False alarms: FP = 2×9 = 18 with a score of 5 or more.'); // prettier-ignore
    expect(say({}, 'areas', 0, 0)).toContain('AUC = (21 + 0/2) / 25 = 0.84');
    expect(say({}, 'areas', 0, 1)).toContain('AP = (1/1 + 2/2 + 3/4 + 4/5 + 5/7) / 5 ≈ 0.85286');
    expect(say({ pos: '1,1', neg: '1' }, 'areas', 0, 1)).toContain('AP = (2×2/3) / 2 ≈ 0.66667');
    expect(say({ pos: '1,1', neg: '1' }, 'areas', 0, 0)).toContain('AUC = (0 + 2/2) / 2 = 0.5');
    expect(say({ threshold: '11' }, 'metrics', 1)).toContain('0 / (0 + 0) = 0/0: not defined');
    expect(say({ threshold: '11' }, 'metrics', 1, 0, STRINGS.zh)).toContain('0/0: 没有定义');
    expect(say({}, 'strip')).toContain('threshold 5: precision = 4 / (4 + 2)');
    expect(say({ plot: 'roc' }, 'strip')).toContain('false positive rate = 2 / (2 + 3) = 2/5 = 0.4'); // prettier-ignore
    const counts = { mode: 'counts' };
    expect(say(counts, 'metrics', 0)).toContain('(40 + 930) / 1000 = 970/1000 = 97/100 = 0.97');
    expect(say(counts, 'counts', 1, 1)).toBe('True negatives: TN = 930');
    const classes = { mode: 'classes' };
    expect(say(classes, 'perClass', 1, 0)).toBe('dog: precision = 24 / (6 + 24 + 6) = 24/36 = 2/3 ≈ 0.66667'); // prettier-ignore
    expect(say(classes, 'averages', 0, 1)).toBe('macro: recall = (54/60 + 24/30 + 4/10) / 3 = 0.7');
    expect(say(classes, 'averages', 1, 2)).toBe('micro: F1 = (54 + 24 + 4) / 100 = 82/100 = 41/50 = 0.82'); // prettier-ignore
    expect(say(classes, 'matrix', 2, 1)).toBe('fox called dog, wrong: 6.');
    expect(say(classes, 'averages', 0, 1, STRINGS.zh)).toContain('宏平均的召回率 =');
  });
});

describe('what the pages promise', () => {
  test('raising the threshold: recall never goes up, precision falls at some steps', () => {
    const state = parse({}).state!;
    const [precision, recall] = [1, 2].map(
      (k) =>
      Array.from({ length: 10 }, (_, t) => reference({ ...state, threshold: t + 1 }).metrics.data[k]), // prettier-ignore
    );
    expect(recall.every((r, i) => i === 0 || r <= recall[i - 1])).toBe(true);
    expect(precision.filter((p, i) => i > 0 && p < precision[i - 1])).toHaveLength(3);
    const above = plainText(KIND.parts(of({ threshold: '11' })).rest);
    expect(above).toContain('precision 0 not defined 0/0 TP');
  });

  test('the thresholds of the slider reach beyond every score', () => {
    for (const { state } of combinations(300, 9).filter(({ state }) => state.mode === 'scores')) {
      const scale = scaleOf(state);
      const { positives, negatives } = scoresOf(state);
      const all = [...positives, ...negatives];
      expect(thresholdAt(scale, 0)).toBeLessThanOrEqual(Math.min(...all));
      expect(thresholdAt(scale, scale.cells - 1)).toBeGreaterThan(Math.max(...all) - 1e-9);
      expect(scale.cells).toBeLessThanOrEqual(130);
      for (const cell of [0, 1, scale.cells - 1]) expect(cellOf(scale, thresholdAt(scale, cell))).toBe(cell); // prettier-ignore
    }
  });

  test('scores pulled apart: the area grows from about a half to nearly 1', () => {
    const auc = ['0', '1', '2', '4'].map((apart) => reference(parse({ ...scene('roc'), apart }).state!).areas.data[0]); // prettier-ignore
    expect(Math.abs(auc[0] - 0.5)).toBeLessThan(0.1);
    expect([...auc].sort()).toEqual(auc);
    expect(auc[3]).toBeGreaterThan(0.99);
  });

  test('rarer positives: recall stays, precision falls, accuracy rises, “always no” wins', () => {
    const at = (times: string) => reference(parse({ ...scene('imbalance'), times }).state!);
    const [once, rare] = [at('1'), at('50')];
    expect(rare.metrics.data[2]).toBe(once.metrics.data[2]);
    expect(rare.metrics.data[1]).toBeLessThan(once.metrics.data[1] / 2);
    expect(rare.metrics.data[0]).toBeGreaterThan(once.metrics.data[0]);
    expect(once.metrics.data[0]).toBeGreaterThan(once.always.data[0]);
    expect(rare.metrics.data[0]).toBeLessThan(rare.always.data[0]);
    const rest = (times: string) => plainText(KIND.parts(of({ ...scene('imbalance'), times })).rest); // prettier-ignore
    expect(rest('1')).toContain('is higher than that of a rule');
    expect(rest('50')).toContain('is lower than that of a rule');
    const low = reference(parse({ ...scene('imbalance'), times: '50', threshold: '0' }).state!);
    expect(low.metrics.data[2]).toBeGreaterThan(rare.metrics.data[2]);
    expect(low.counts.data[2]).toBeGreaterThan(2 * rare.counts.data[2]);
  });

  test('rare positives: the same AUC, another precision–recall curve', () => {
    const [rare, once] = ['20', '1'].map((times) => reference(parse({ ...scene('pr'), times }).state!).areas.data); // prettier-ignore
    expect(rare[0]).toBe(once[0]);
    expect(rare[1]).toBeLessThan(once[1] - 0.2);
    const lines = (query: Query) => KIND.parts(of(query)).right.split('class="s-b"').length - 1;
    expect(lines(scene('pr'))).toBeGreaterThan(lines({ ...scene('pr'), times: '1' }));
  });

  test('errors in the smallest class: accuracy hardly moves, its recall and macro recall collapse', () => {
    const view = of(scene('multiclass'));
    const all = next(view, KIND.edit!(view, 'errors', '20'));
    expect(all.state.matrix).toEqual([[480, 15, 5], [12, 285, 3], [19, 1, 0]]); // prettier-ignore
    const macro = (v: View) => v.outputs!.averages.data[1];
    expect(view.outputs!.accuracy.data[0] - all.outputs!.accuracy.data[0]).toBeLessThan(0.025);
    expect(all.outputs!.averages.data[4]).toBe(all.outputs!.accuracy.data[0]);
    expect(macro(view) - macro(all)).toBeCloseTo(0.3, 10);
    expect(all.outputs!.perClass.data[7]).toBe(0);
    for (const bad of ['-3', '99', 'x', '']) {
      expect(parse(KIND.edit!(view, 'errors', bad)!).state, bad).toBeDefined();
    }
  });

  test('the wrong formula stands beside the right one, and a perfect answer unmasks it', () => {
    const view = of(scene('source-accuracy'));
    const right = plainText(KIND.parts(view).right);
    expect(right).toContain('(TP + TN) / N = (40 + 930) / 1000 0.97');
    expect(right).toContain('TP / N = 40 / 1000 0.04');
    expect(right).toContain('forgets 930 true negatives');
    const perfect = next(view, KIND.act!(view, 'right'));
    expect(perfect.state.counts).toEqual([[60, 0], [0, 940]]); // prettier-ignore
    expect(plainText(KIND.parts(perfect).right)).toContain('the wrong formula gives 0.06');
  });
});

describe('what is on screen', () => {
  test('every state draws in both languages, without a word or number missing', () => {
    const states = [
      ...combinations(200, 3).map(({ state }) => state),
      ...Object.values(SCENES).map(({ query }) => parse(Object.fromEntries(new URLSearchParams(query))).state!), // prettier-ignore
    ];
    for (const state of states) {
      for (const words of Object.values(STRINGS)) {
        const all = Object.values(KIND.parts(viewOf(state, { words }))).join('\n');
        expect(all).not.toMatch(/undefined|NaN|Infinity|\{[a-z]\w*\}/);
      }
    }
  });

  test('dots: as many as there are scores, wrong ones marked', () => {
    const dots = (query: Query, name: string) => KIND.parts(of(query)).left.split(`<circle class="${name}"`).length - 1; // prettier-ignore
    expect([dots({}, 'p'), dots({}, 'p x'), dots({}, 'n'), dots({}, 'n x')]).toEqual([4, 1, 3, 2]);
    const roc = scene('roc');
    const { data } = reference(parse(roc).state!).counts;
    expect([dots(roc, 'p'), dots(roc, 'p x'), dots(roc, 'n x'), dots(roc, 'n')]).toEqual([...data]);
  });

  test('pressing the strip moves the threshold, and what is there already changes nothing', () => {
    const view = of({});
    const scale = scaleOf(view.state);
    const go = (cell: number) => KIND.pick!(view, { on: 'strip', at: [0, 0, cell] });
    expect(go(cellOf(scale, 8))).toMatchObject({ threshold: '8' });
    expect(go(cellOf(scale, 5))).toBeUndefined();
    expect(KIND.pick!(view, { on: 'counts', at: [0, 0, 0] })).toBeUndefined();
  });

  test('drawn scores become typed ones; classes come and go', () => {
    const view = of(scene('roc'));
    const typed = next(view, KIND.act!(view, 'own'));
    expect(scoresOf(typed.state)).toEqual(scoresOf(view.state));
    expect(typed.outputs!.areas).toEqual(view.outputs!.areas);
    const classes = of({ mode: 'classes' });
    const four = next(classes, KIND.act!(classes, 'more'));
    expect(four.state.matrix[3]).toEqual([0, 0, 0, 10]);
    expect(next(four, KIND.act!(four, 'less')).state).toEqual(classes.state);
  });

  test('the cursor holds where there is a cell', () => {
    const holds = (query: Query, on: string, row: number, col = 0) => KIND.holds!(of(query, { cursor: { on, at: [0, row, col] } })); // prettier-ignore
    expect(holds({}, 'metrics', 7)).toBe(true);
    expect(holds({}, 'metrics', 8)).toBe(false);
    expect(holds({}, 'strip', 0, 4)).toBe(true);
    expect(holds({}, 'perClass', 0)).toBe(false);
    expect(holds({ mode: 'counts' }, 'areas', 0)).toBe(false);
    expect(holds({ mode: 'counts' }, 'strip', 0)).toBe(false);
    expect(holds({ mode: 'classes' }, 'perClass', 2, 2)).toBe(true);
    expect(holds({ mode: 'classes' }, 'perClass', 3, 0)).toBe(false);
  });

  test('guesses: decimals and fractions within 0.02; 0/0 where nothing is called positive', () => {
    expect(KIND.guess!(of({}), ['2/3'])).toEqual({ right: true, text: 'Right: ≈0.6667.' });
    expect(KIND.guess!(of({}), ['0,67']).right).toBe(true);
    expect(KIND.guess!(of({}), ['0.8'])).toEqual({ right: false, text: 'Not yet: you typed 0.8, it is ≈0.6667.' }); // prettier-ignore
    for (const bad of ['', '2/', '/3', '2/3/1', 'x', '1/0']) {
      expect(KIND.guess!(of({}), [bad]).right, bad).toBe(false);
    }
    expect(KIND.guess!(of({ threshold: '11' }), ['0/0'])).toEqual({ right: true, text: 'Right: 0/0.' }); // prettier-ignore
    expect(KIND.guess!(of({ threshold: '11' }), ['0']).right).toBe(false);
    expect(KIND.guess!(of({ plot: 'roc' }), ['21/25']).right).toBe(true);
    expect(KIND.guess!(of({ plot: 'pr' }), ['0.85']).right).toBe(true);
    expect(KIND.guess!(of({ mode: 'counts' }), ['0.97']).right).toBe(true);
    expect(KIND.guess!(of({ mode: 'classes' }), ['0.7']).right).toBe(true);
  });
});
