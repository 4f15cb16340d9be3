import { describe, expect, test } from 'vitest';
import { agreement } from '@lib/box-losses.ts';
import { boxIou } from '@lib/boxes.ts';
import { KIND } from '@widgets/boxes/kind.ts';
import { reference, suppressed } from '@widgets/boxes/reference.ts';
import { SCENES } from '@widgets/boxes/scenes.ts';
import { parse, texts, type State } from '@widgets/boxes/state.ts';
import { STRINGS } from '@widgets/boxes/strings.ts';
import { fieldOf, letter, type View } from '@widgets/boxes/places.ts';
import { apText, iouText } from '@widgets/boxes/sums.ts';
import { rankedCurve } from '@lib/box-ranking.ts';
import type { Cursor } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';

function viewOf(state: State, more: Partial<View> = {}): View {
  const outputs = reference(state);
  const cursor = KIND.firstCursor(state, outputs);
  return { id: 'boxes', words: STRINGS.en, state, picture: undefined, outputs, cursor, ui: {}, image: undefined, ...more }; // prettier-ignore
}
const of = (query: Query, more: Partial<View> = {}) => viewOf(parse(query).state!, more);
const scene = (name: keyof typeof SCENES) =>
  Object.fromEntries(new URLSearchParams(SCENES[name].query));
const say = (query: Query, on: string, row: number, col: number, words = STRINGS.en) =>
  KIND.speak!(of(query, { cursor: { on, at: [0, row, col] }, words }))!;
const plainText = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** The value of a sum on screen. */
function evaluate(text: string): number {
  const code = text
    .replaceAll('−', '-')
    .replaceAll('×', '*')
    .replace(/\bmax\(/g, 'Math.max(')
    .replace(/e\^\(([^()]*)\)/g, (_, inside: string) => `Math.exp(${inside.replace(/([\d.]+)²/g, '$1**2').replace(/^-(.*?)\//, '-($1)/')})`); // prettier-ignore
  if (/[^\d\s+\-*/().,eMathxpm]/.test(code)) throw new Error(`not a sum: ${code}`);
  return Number(new Function(`return ${code}`)());
}
const value = (text: string) => Number(text.replaceAll('−', '-'));
/** Both sides of every equation of a text agree as far as their digits go. */
function addsUp(text: string): number {
  let checked = 0;
  for (const equation of text.split(/[;:]\s|, (?=recall)/)) {
    const sides = equation
      .split(/ [=≈] /)
      .slice(1)
      .map((each) => each.replace(/<[^>]+>|[^\d)]*$/g, ''));
    for (let i = 1; i < sides.length; i++) {
      const [left, right] = [evaluate(sides[i - 1]), evaluate(sides[i])];
      const size = Math.max(1, ...(sides[i - 1].match(/[\d.]+/g) ?? []).map(Number));
      expect(Math.abs(left - right), `${text}: ${sides[i - 1]} for ${sides[i]}`).toBeLessThanOrEqual(2e-4 * size + 1e-3 * Math.abs(right)); // prettier-ignore
      checked++;
    }
  }
  return checked;
}

describe('the arithmetic', () => {
  test('IoU adds up for 400 pairs, its value is that of src/lib', () => {
    let apart = 0;
    for (const { state } of combinations(1200, 31).filter(({ state }) => state.mode === 'iou')) {
      const text = iouText(state.a, state.b, ['A', 'B']);
      expect(addsUp(text)).toBeGreaterThanOrEqual(4);
      const shown = value(/<b>(.*)<\/b>/.exec(text)![1]);
      expect(shown).toBeCloseTo(boxIou(state.a, state.b), 4);
      if (text.includes('max(0')) apart++;
    }
    expect(apart).toBeGreaterThan(20);
  });

  test('areas and measures add up', () => {
    for (const { state } of combinations(300, 5).filter(({ state }) => state.mode === 'iou')) {
      const view = viewOf(state);
      const { areas, iou, dice, giou, diou } = agreement(state.a, state.b);
      const want = [...areas, iou, dice, giou, diou];
      KIND.stops!(view).forEach((cursor, i) => {
        const html = KIND.parts({ ...view, cursor }).formula;
        const [, sum] = /<span class="w-sum">(.*)<\/span>$/.exec(html) ?? ['', html];
        const shown = value(/<b>(.*?)<\/b>/.exec(html)![1]);
        expect(Math.abs(shown - want[i]), html).toBeLessThanOrEqual(1e-4 * Math.max(1, Math.abs(want[i]))); // prettier-ignore
        if (i !== 5) expect(addsUp(`x ${sum}`), sum).toBe(1);
      });
    }
  });

  test('by hand', () => {
    expect(say({}, 'measures', 0, 0)).toBe('A\u00a0∩\u00a0B = (6 − 2)×(4 − 1) = 4×3 = 12; A\u00a0∪\u00a0B = 24 + 24 − 12 = 36; IoU = 12 / 36 ≈ 0.33333'); // prettier-ignore
    expect(say({}, 'measures', 0, 2)).toBe('GIoU = IoU − (|C| − |A ∪ B|) / |C| ≈ 0.33333 − (40 − 36) / 40 ≈ 0.23333'); // prettier-ignore
    expect(say({}, 'areas', 0, 3)).toBe('|A ∪ B| = |A| + |B| − |A ∩ B| = 24 + 24 − 12 = 36');
    expect(say(scene('giou'), 'measures', 0, 0)).toContain('max(0, 10 − 20)×(10 − 0) = 0×10 = 0');
    expect(say(scene('giou'), 'gradients', 0, 0)).toBe('∂(1 − IoU)/∂left = 0: no gradient, this edge stays'); // prettier-ignore
    expect(say(scene('giou'), 'gradients', 1, 0)).toBe('∂(1 − GIoU)/∂left ≈ 0.033333: gradient descent moves this edge to the left'); // prettier-ignore
    expect(say(scene('giou'), 'gradients', 1, 2)).toContain('to the right');
    expect(say({ a: '0,0,4,4', b: '0,10,4,14' }, 'gradients', 1, 1)).toContain(
      'moves this edge up',
    );
    expect(say({ a: '0,10,4,14', b: '0,0,4,4' }, 'gradients', 1, 3, STRINGS.zh)).toContain(
      '推向下',
    );
  });

  test('NMS: who deletes whom, in every rule', () => {
    const step = (query: Query) => KIND.speak!(of({ mode: 'nms', step: '1', ...query }))!;
    expect(step({})).toBe('Step 1 of 2: A is kept (score 0.9). B: IoU ≈ 0.66667 > 0.5, deleted; C: IoU ≈ 0.33333 ≤ 0.5, stays'); // prettier-ignore
    expect(step({ step: '0' })).toBe(
      'Step 0 of 2: Not begun: 3 boxes with a score above 0, sorted.',
    );
    expect(step({ step: 'end' })).toContain('C is kept (score 0.7). No box is left.');
    expect(step({ rule: 'fast', step: '2' })).toContain('B is gone but deletes all the same. C: IoU ≈ 0.53846 > 0.5, deleted'); // prettier-ignore
    expect(step({ rule: 'soft' })).toContain('B: 0.8×e^(−0.66667²/0.5) ≈ 0.32889');
    expect(step({ rule: 'soft', score: '0.4' })).toContain('≈ 0.32889, not above 0.4, dropped');
  });

  test('decayed scores add up', () => {
    let checked = 0;
    for (const { state } of combinations(600, 3)) {
      if (state.mode !== 'nms' || state.rule !== 'soft') continue;
      const view = viewOf({ ...state, step: 1 });
      for (const [, put, shown] of KIND.parts(view).formula.matchAll(
        /: ([\d.]+×e\^\([^)]*\)) [=≈] <b>([^<]*)<\/b>/g,
      )) {
        // prettier-ignore
        expect(Math.abs(evaluate(put) - value(shown)), put).toBeLessThanOrEqual(1e-3);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(100);
  });

  test('the ranking: every verdict with its reason', () => {
    const row = (r: number, query: Query = {}) => say({ mode: 'ap', ...query }, 'curve', r, 3);
    expect(row(0)).toBe('Rank 1: A, score 0.95: IoU with object 1 ≈ 0.94118 > 0.5: right, and the object is taken. precision = 1 / 1 = 1, recall = 1 / 4 = 0.25, raised to 1'); // prettier-ignore
    expect(row(1)).toContain('a better box has taken this object');
    expect(row(2, { at: '0.75' })).toContain(
      '≈ 0.66957 < 0.75: a false positive, too little overlap',
    );
    expect(row(4)).toContain('touches no object');
    expect(row(1, scene('neighbors'))).toContain('object 2 ≈ 0.53846 > 0.5: right');
    const voc = { ...scene('neighbors'), matching: 'voc' };
    expect(row(1, voc)).toContain('object 1 ≈ 0.81818 > 0.5: a false positive, a better box');
    const equal = { detections: '0,0,10,10,0.9', truths: '0,0,10,5' };
    expect(row(0, { ...equal, matching: 'voc' })).toContain('VOC asks for more than the threshold');
    expect(row(0, equal)).toContain('= 0.5 = 0.5: right');
  });

  test('AP is the sum on screen', () => {
    for (const { state } of combinations(900, 13)) {
      if (state.mode !== 'ap') continue;
      const { curve, aps } = reference(state);
      const right = state.detections.map((_, r) => curve.data[5 * r] === 1);
      const text = apText(state, rankedCurve(right, state.truths.length), state.truths.length);
      const want = aps.data[['area', '11', '101'].indexOf(state.points)];
      expect(Math.abs(evaluate(text) - want), text).toBeLessThan(1e-12);
    }
    const points = rankedCurve([true, false, true, true, false], 4);
    const put = (points_: State['points']) => apText({ points: points_ } as State, points, 4);
    expect(put('area')).toBe('(1×1 + 2×3/4 + 1×0) / 4');
    expect(put('11')).toBe('(3×1 + 5×3/4 + 3×0) / 11');
    expect(put('101')).toBe('(26×1 + 50×3/4 + 25×0) / 101');
  });
});

describe('what the bench shows', () => {
  test('where the rules differ is marked', () => {
    const marked = (query: Query) => [...KIND.parts(of(query)).rest.matchAll(/<td class="differs">([^<]*)</g)].map(([, text]) => text); // prettier-ignore
    expect(marked(scene('nms'))).toEqual(['A C B', 'A']);
    expect(marked({ ...scene('nms'), rule: 'fast' })).toEqual(['A C', 'A C B']);
    expect(marked(scene('ap-101'))).toEqual([]);
    expect(marked(scene('neighbors'))).toEqual(['✗']);
  });

  test('a crowd: one threshold loses a person, the next keeps a duplicate, soft-NMS neither', () => {
    const text = (query: Query) => plainText(KIND.parts(of({ ...scene('nms-crowded'), ...query })).rest); // prettier-ignore
    expect(text({})).toContain('2 of 4 boxes are kept. 2 of 3 true objects are found (IoU of 0.5 or more), 0 boxes'); // prettier-ignore
    expect(text({ iou: '0.58' })).toContain('2 of 3 true objects are found (IoU of 0.5 or more), 1 boxes'); // prettier-ignore
    expect(text({ iou: '0.6' })).toContain('3 of 3 true objects are found (IoU of 0.5 or more), 1 boxes'); // prettier-ignore
    expect(text({ rule: 'soft', score: '0.4' })).toContain('3 of 3 true objects are found (IoU of 0.5 or more), 0 boxes'); // prettier-ignore
  });

  test('the four formats of a box, and the IoU of pixel indices', () => {
    const text = plainText(KIND.parts(of({})).rest);
    expect(text).toContain('Torchvision (2, 1, 8, 5) · TensorFlow [1, 2, 5, 8] · COCO 2, 1, 6, 4 · YOLO 5, 3, 6, 4'); // prettier-ignore
    expect(KIND.parts(of({})).rest).toContain('class="differs"><data data-output="inclusive" value="0.4"'); // prettier-ignore
  });

  test('the same numbers from the device, in float32, change no mark and no sign of equality', () => {
    for (const name of Object.keys(SCENES) as (keyof typeof SCENES)[]) {
      const view = of(scene(name));
      const outputs = Object.fromEntries(Object.entries(view.outputs!).map(([key, grid]) => [key, { ...grid, data: Float64Array.from(grid.data, Math.fround) }])); // prettier-ignore
      const [exact, device] = [view, { ...view, outputs }].map((each) => KIND.parts(each));
      expect(device.formula).toBe(exact.formula);
      expect(device.left).toBe(exact.left);
      expect(device.rest.match(/b-over|differs|b-ok|b-no/g)).toEqual(exact.rest.match(/b-over|differs|b-ok|b-no/g)); // prettier-ignore
    }
  });

  test('every scene and 300 states draw in both languages; no picture holds what is no number', () => {
    const states = [
      ...combinations(300, 9).map(({ state }) => state),
      ...Object.keys(SCENES).map((name) => parse(scene(name as keyof typeof SCENES)).state!),
    ];
    for (const state of states) {
      for (const words of [STRINGS.zh, STRINGS.en]) {
        const view = viewOf(state, { words });
        const html = Object.values(KIND.parts(view)).join('');
        expect(html, JSON.stringify(texts(state))).not.toMatch(/undefined|\{\w+\}/);
        for (const [svg] of html.matchAll(/<svg.*?<\/svg>/gs)) {
          expect(svg.replace(/<(title|desc).*?<\/\1>/g, '')).not.toMatch(/NaN|Infinity/);
        }
        for (const [output, { data }] of Object.entries(view.outputs!)) {
          const place = new RegExp(`<table[^>]*data-output="${output}"[\\s\\S]*?</table>|<data[^>]*data-output="${output}"[^>]*>`).exec(html)!; // prettier-ignore
          const values = [...place[0].matchAll(/<data[^>]*? value="([^"]*)"/g)].map(([, v]) => Number(v)); // prettier-ignore
          expect(values, output).toEqual([...data]);
        }
      }
    }
  });
});

describe('what can be done', () => {
  const next = (view: View, query: Query | undefined) => {
    const { state, problems } = parse(query!);
    expect(problems).toBeUndefined();
    return viewOf(state!, { cursor: view.cursor });
  };

  test('the pointer moves the chosen box, which stays in the field', () => {
    const view = of({});
    const go = (row: number, col: number, query: Query = {}) => parse(KIND.pick!(of(query), { on: 'field', at: [0, row, col] })!).state!; // prettier-ignore
    expect(go(3, 8).b).toEqual([5, 1, 11, 5]);
    expect(go(9, 15).b).toEqual([10, 6, 16, 10]);
    expect(go(0, 0).b).toEqual([0, 0, 6, 4]);
    expect(go(2, 4, { move: '0' }).a).toEqual([1, 0, 7, 4]);
    // Where it stands already nothing changes.
    expect(KIND.pick!(view, { on: 'field', at: [0, 3, 5] })).toBeUndefined();
    expect(go(2, 6, { b: '2.5,1,8.5,5' }).b).toEqual([3.5, 0, 9.5, 4]);
    // Beyond the last box means the last.
    expect(go(5, 6, { mode: 'nms', move: '9' }).boxes[2].box).toEqual([1, 0, 11, 10]);
    expect(go(8, 8, { mode: 'ap', move: '0' }).detections[0]).toEqual({ box: [2, 0, 14, 17], score: 0.95 }); // prettier-ignore
  });

  test('fields fit what they hold', () => {
    for (const { state } of combinations(300, 19)) {
      const [wide, high] = fieldOf(state);
      const { data } = { data: texts(state) };
      expect([16, 32, 64, 128]).toContain(wide);
      expect(high * 8, JSON.stringify(data)).toBe(wide * 5);
    }
    expect(fieldOf(parse({ a: '0,0,128,80' }).state!)).toEqual([128, 80]);
    expect(fieldOf(parse({}).state!)).toEqual([16, 10]);
  });

  test('the slider, and what is typed beside it', () => {
    const view = of({});
    expect(next(view, KIND.edit!(view, 'shift', '4.5')).state.b).toEqual([4.5, 1, 10.5, 5]);
    expect(parse(KIND.edit!(view, 'shift', 'abc')!).problems![0]).toMatchObject({ key: 'b', code: 'not-a-number' }); // prettier-ignore
    expect(parse(KIND.edit!(view, 'shift', '')!).problems![0]).toMatchObject({ code: 'empty' });
    expect(parse(KIND.edit!(view, 'shift', '125')!).problems![0]).toMatchObject({ code: 'range' });
    expect(KIND.edit!(view, 'at', '0.7')).toBeUndefined();
  });

  test('a third of the width: IoU falls below one half', () => {
    const shifted = (left: number) => reference(parse({ a: '0,0,6,4', b: `${left},0,${left + 6},4` }).state!).measures.data[0]; // prettier-ignore
    expect(shifted(2)).toBe(0.5);
    expect(shifted(2.1)).toBeLessThan(0.5);
    expect(shifted(6)).toBe(0);
    expect(shifted(10)).toBe(0);
  });

  test('raising the threshold of a hit only loses hits; the boxes stay', () => {
    const hits = (at: string) => reference(parse({ mode: 'ap', at }).state!).curve.data.filter((_, i) => i % 5 === 0).reduce((a, b) => a + b); // prettier-ignore
    expect(['0.5', '0.7', '0.8', '0.95'].map(hits)).toEqual([3, 2, 1, 0]);
  });

  test('a new task begins with its first step; steps go back and forth', () => {
    const view = of({});
    const nms = next(view, KIND.edit!(view, 'mode', 'nms'));
    expect(nms.state).toMatchObject({ mode: 'nms', step: 1 });
    const stops = KIND.stops!(viewOf(nms.state));
    expect(stops.map(({ at }) => at[2])).toEqual([0, 1, 2]);
    expect(KIND.pick!(nms, { on: 'step', at: [0, 0, 0] })).toMatchObject({ step: '0' });
    expect(KIND.pick!(nms, { on: 'step', at: [0, 0, 2] })).toMatchObject({ step: 'end' });
    expect(KIND.pick!(nms, { on: 'pairs', at: [0, 0, 0] })).toBeUndefined();
    // From a cell of a table the first stop leads back to the step on show.
    const away = viewOf(nms.state, { cursor: { on: 'pairs', at: [0, 0, 1] } });
    expect(KIND.stops!(away)[0].at[2]).toBe(1);
  });

  test('boxes and objects come and go', () => {
    let view = of({ mode: 'nms' });
    view = next(view, KIND.act!(view, 'more:boxes'));
    expect(view.state.boxes[3]).toEqual({ box: [3, 0, 13, 10], score: 0.5 });
    view = next(view, KIND.act!(view, 'less:boxes'));
    expect(view.state.boxes).toHaveLength(3);
    view = next(view, KIND.act!(view, 'more:objects'));
    expect(view.state.objects).toEqual([[3, 0, 13, 10]]);
    view = next(view, KIND.act!(view, 'less:objects'));
    expect(view.state.objects).toEqual([]);
    let edge = of({ mode: 'ap', detections: '100,0,128,10,0.5' });
    edge = next(edge, KIND.act!(edge, 'more:detections'));
    expect(edge.state.detections[1].box).toEqual([99, 0, 127, 10]);
    edge = next(edge, KIND.act!(edge, 'less:truths'));
    expect(edge.state.truths).toHaveLength(3);
  });

  test('what is kept is drawn as kept, step by step', () => {
    const count = (query: Query, kind: string) => {
      const [, d] = new RegExp(`class="${kind}" d="([^"]*)"`).exec(KIND.parts(of(query)).left) ?? ['', '']; // prettier-ignore
      return d.split('z').length - 1;
    };
    const nms = (step: string) => ({ mode: 'nms', step });
    expect(['0', '1', '2'].map((s) => count(nms(s), 'right'))).toEqual([0, 1, 2]);
    expect(['0', '1', '2'].map((s) => count(nms(s), 'gone'))).toEqual([0, 1, 1]);
    expect([count({ mode: 'ap' }, 'right'), count({ mode: 'ap' }, 'wrong')]).toEqual([3, 2]);
    expect([count({ mode: 'ap', at: '0.8' }, 'right'), count({ mode: 'ap', at: '0.8' }, 'wrong')]).toEqual([1, 4]); // prettier-ignore
  });

  test('the cursor holds where there is a cell', () => {
    const holds = (query: Query, cursor: Cursor) => KIND.holds!(of(query, { cursor }));
    expect(holds({}, { on: 'gradients', at: [0, 2, 3] })).toBe(true);
    expect(holds({}, { on: 'gradients', at: [0, 3, 0] })).toBe(false);
    expect(holds({}, { on: 'pairs', at: [0, 0, 0] })).toBe(false);
    expect(holds({ mode: 'nms' }, { on: 'pairs', at: [0, 2, 2] })).toBe(true);
    expect(holds({ mode: 'nms' }, { on: 'pairs', at: [0, 3, 0] })).toBe(false);
    expect(holds({ mode: 'nms' }, { on: 'step', at: [0, 0, 1] })).toBe(false);
    expect(holds({ mode: 'ap' }, { on: 'curve', at: [0, 4, 4] })).toBe(true);
    expect(holds({ mode: 'ap' }, { on: 'pairs', at: [0, 4, 4] })).toBe(false);
    expect(holds({ mode: 'ap' }, { on: 'field', at: [0, 9, 9] })).toBe(true);
  });

  test('guesses: decimals and fractions within 0.02, a count exactly', () => {
    expect(KIND.guess!(of({}), ['1/3'])).toEqual({ right: true, text: 'Right: ≈0.3333.' });
    expect(KIND.guess!(of({}), ['0,34']).right).toBe(true);
    expect(KIND.guess!(of({}), ['0.5'])).toEqual({ right: false, text: 'Not yet: you typed 0.5, it is ≈0.3333.' }); // prettier-ignore
    for (const bad of ['', '1/', '/3', '1/3/1', 'x', '1/0']) {
      expect(KIND.guess!(of({}), [bad]).right, bad).toBe(false);
    }
    expect(KIND.guess!(of({ mode: 'nms' }), ['2']).right).toBe(true);
    expect(KIND.guess!(of({ mode: 'nms' }), ['2.01']).right).toBe(false);
    expect(KIND.guess!(of({ mode: 'ap' }), ['127/202']).right).toBe(true);
  });

  test('names and steps of the default', () => {
    expect([0, 1, 25].map(letter)).toEqual(['A', 'B', 'Z']);
    expect(suppressed(parse({}).state!).kept).toEqual([0, 2]);
  });
});
