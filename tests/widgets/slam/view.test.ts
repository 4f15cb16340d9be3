import { describe, expect, test } from 'vitest';
import { drive, judged, LANDMARKS, STEPS, withinSquared } from '@lib/slam.ts';
import { KIND } from '@widgets/slam/kind.ts';
import { driveOf, nowOf, reference } from '@widgets/slam/reference.ts';
import { SCENES } from '@widgets/slam/scenes.ts';
import { parse, texts, type State } from '@widgets/slam/state.ts';
import { STRINGS } from '@widgets/slam/strings.ts';
import { shrunk, type View } from '@widgets/slam/view.ts';
import type { Cursor } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';

const outputsOf = async (state: State) => (await reference(state, undefined, async () => true))!;
async function viewOf(state: State, more: Partial<View> = {}): Promise<View> {
  const outputs = await outputsOf(state);
  const cursor = KIND.firstCursor(state, outputs);
  return { id: 'slam', words: STRINGS.en, state, picture: undefined, outputs, cursor, ui: {}, image: undefined, ...more }; // prettier-ignore
}
const of = (query: Query, more: Partial<View> = {}) => viewOf(parse(query).state!, more);
const scene = (name: keyof typeof SCENES): Query => Object.fromEntries(new URLSearchParams(SCENES[name].query)); // prettier-ignore
const say = async (query: Query, cursor?: Cursor) => KIND.speak!(await of(query, cursor && { cursor }))!; // prettier-ignore

/** The value of a sum on screen. */
function evaluate(text: string): number {
  const plain = text.replaceAll('−', '-').replaceAll('×', '*').replace(/√\(/g, 'Math.sqrt(').replace(/²/g, '**2'); // prettier-ignore
  const cosines = plain.replace(/(cos|sin) (-?[\d.]+)°/g, 'Math.$1($2*Math.PI/180)');
  return new Function(`return ${cosines}`)() as number;
}

describe('arithmetic', () => {
  test('an update adds up for the robot and for a landmark out of view', async () => {
    for (const cursor of [undefined, { on: 'landmarks', at: [0, 9, 4] }]) {
      const text = await say({ t: '54' }, cursor);
      expect(text).toContain('update with landmark 16');
      for (const [, axis, sum, value] of text.matchAll(/([xy]) = ([^≈=,;]+) [≈=] (−?[\d.]+)/g)) {
        expect(evaluate(sum), `${axis}: ${text}`).toBeCloseTo(evaluate(value), 2);
      }
      expect([...text.matchAll(/[xy] = /g)].length).toBe(2);
    }
    expect(await say({ t: '54' }, { on: 'landmarks', at: [0, 9, 4] })).toContain('nobody measured it, and it moves'); // prettier-ignore
  });

  test('sums on screen are right for 120 states', async () => {
    let updates = 0;
    for (const { state, query } of combinations(120, 5)) {
      const text = KIND.speak!(await viewOf(state))!;
      expect(text).not.toMatch(/undefined|NaN|\{/);
      for (const [, sum, value] of text.matchAll(/[xy] = ([^≈=,;]+) [≈=] (−?[\d.e−]+)/g)) {
        const size = Math.max(1, Math.abs(evaluate(value)));
        expect(Math.abs(evaluate(sum) - evaluate(value)), `${JSON.stringify(query)} ${text}`).toBeLessThan(1e-2 * size); // prettier-ignore
        updates++;
      }
      const place = /Position \((\S+), (\S+)\) ← \((.*?), (.*?)\); P/.exec(text);
      if (!place) continue;
      expect(evaluate(place[3])).toBeCloseTo(evaluate(place[1]), 1);
      expect(evaluate(place[4])).toBeCloseTo(evaluate(place[2]), 1);
    }
    expect(updates).toBeGreaterThan(25);
  });

  test('errors and correlations', async () => {
    const query = scene('loop');
    const off = /off by (.*) ≈ ([\d.]+)/.exec(await say(query, { on: 'errors', at: [0, 1, 0] }))!;
    expect(evaluate(off[1])).toBeCloseTo(Number(off[2]), 3);
    const believed = /σ = (.*) ≈ ([\d.]+):/.exec(
      await say(query, { on: 'errors', at: [0, 0, 1] }),
    )!;
    expect(evaluate(believed[1])).toBeCloseTo(Number(believed[2]), 3);
    expect(await say(query, { on: 'errors', at: [0, 1, 3] })).toContain('the rim of the 95% ellipse is at −2 ln(1 − 0.95) ≈ 5.991'); // prettier-ignore
    const entry = await say(query, { on: 'matrix', at: [0, 0, 9] });
    const [, sum, value] = /correlation (.*) ≈ (\S+)/.exec(entry)!;
    expect(evaluate(sum)).toBeCloseTo(evaluate(value), 3);
    expect(await say(query, { on: 'matrix', at: [0, 2, 2] })).toMatch(/robot θ with robot θ: .* [=≈] 1$/); // prettier-ignore
  });

  test('a mistake and a refusal are told', async () => {
    expect(await say({ t: '58', mistake: '9', done: '2' })).toContain('landmark 1, taken for 9');
    const told = await say({ t: '58', mistake: '9', gate: '1', done: '2' });
    expect(told).toContain('refusal of landmark 1, taken for 9');
    expect(told).toMatch(/νᵀS⁻¹ν = ≈?[\d.]+ > 9.21/);
    expect(await say({ t: '0' })).toContain('knows exactly where it is');
  });
});

describe('results', () => {
  test('the scenes are what the page says', async () => {
    const errors = async (query: Query) => [...(await outputsOf(parse(query).state!)).errors.data];
    const odometry = await errors(scene('odometry'));
    expect(odometry[0].toFixed(2)).toBe('3.62');
    expect(odometry.slice(0, 4)).toEqual(odometry.slice(4));
    expect((await errors({ t: '72' }))[4].toFixed(2)).toBe('0.04');
    expect((await errors(scene('wrong-association')))[4].toFixed(2)).toBe('2.86');
    expect((await errors(scene('gate')))[4]).toBeLessThan(0.1);
    const before = await errors({ t: '53' });
    const after = await errors(scene('loop'));
    expect(before[5]).toBeGreaterThan(0.9);
    expect(after[5]).toBeLessThan(0.4);
  });

  test('noisier wheels mislead dead reckoning and hardly SLAM, a noisier camera does; correlations dropped, the filter is sure and wrong', async () => {
    const at = async (query: Query) => [...(await outputsOf(parse({ t: '48', ...query }).state!)).errors.data]; // prettier-ignore
    const [one, two] = [await at({}), await at({ wheels: '2' })];
    // The camera ties landmark to landmark: what SLAM believes hardly changes, dead reckoning does.
    expect(two[0] / one[0]).toBeGreaterThan(1.9);
    expect(two[1] / one[1]).toBeGreaterThan(1.9);
    expect(two[5] / one[5]).toBeLessThan(1.15);
    expect((await at({ camera: '2' }))[5] / one[5]).toBeGreaterThan(1.3);
    const [own, cut] = [await at({}), await at({ cut: '1' })];
    expect(cut[5]).toBeLessThan(0.2 * own[5]);
    expect(cut[7]).toBeGreaterThan(withinSquared(0.99));
  });

  test('closing the loop shrinks the ellipses of landmarks that nobody sees', async () => {
    const state = parse(scene('loop')).state!;
    const { data } = (await outputsOf(state)).landmarks;
    const now = nowOf(state);
    const seen = now.step.events.flatMap((e) => (e.kind === 'predict' ? [] : [e.named]));
    expect(seen).toEqual([13, 14, 15]);
    const row = (id: number) => {
      const k = now.belief.ids.indexOf(id);
      return [data[5 * k + 3], data[5 * k + 4]];
    };
    // Landmarks 10 to 13 of the page's count, out of view: from about 1 to about 0.6.
    for (const id of [9, 10, 11, 12]) expect(row(id)[1] / row(id)[0]).toBeLessThan(0.72);
    expect(shrunk(state)).toBe(16);
    expect(shrunk({ ...state, done: 1 })).toBe(16); // asked about the whole step
  });

  test('the count of drives is that of the drives', async () => {
    const state = parse({ t: '60', drives: '50', wheels: '2', confidence: '68' }).state!;
    const [n, wheels, slam] = (await outputsOf(state)).rate.data;
    const rim = withinSquared(0.68);
    let [a, b] = [0, 0];
    for (let seed = 1; seed <= 50; seed++) {
      const { odometry, belief, truth } = [...drive({ ...state, seed })][60];
      a += Number(judged(odometry, truth).distance <= rim);
      b += Number(judged(belief, truth).distance <= rim);
    }
    expect([n, wheels, slam]).toEqual([50, a, b]);
  });

  test('work that nobody waits for any more is given up', async () => {
    const state = parse({ drives: '200', camera: '1.5' }).state!;
    expect(await reference(state, undefined, async () => false)).toBeUndefined();
  });
});

describe('the parts', () => {
  test('60 states in both languages: nothing undefined, no NaN, valid numbers in the drawing', async () => {
    for (const { state, query } of combinations(60, 9)) {
      const view = await viewOf(state);
      for (const words of [STRINGS.zh, STRINGS.en]) {
        const html = Object.values(KIND.parts({ ...view, words, ui: { 'fold-numbers': '1' } })).join(''); // prettier-ignore
        expect(html, JSON.stringify(query)).not.toMatch(/undefined|NaN|\{\w+\}/);
        expect(html).not.toMatch(/ (rx|ry|x|y|width)="-?Infinity/);
      }
    }
  });

  test('the map shows what there is', async () => {
    const { map } = KIND.parts(await of(scene('loop')));
    expect([...map.matchAll(/<rect/g)].length).toBe(LANDMARKS.length);
    expect([...map.matchAll(/<rect class="seen"/g)].length).toBe(3);
    expect([...map.matchAll(/<ellipse class="slam"/g)].length).toBe(17);
    expect([...map.matchAll(/<ellipse class="before"/g)].length).toBe(17);
    expect(map).toContain('95% ellipse');
    const { map: refused } = KIND.parts(await of({ t: '58', mistake: '9', gate: '1' }));
    expect(refused).toContain('ray refuse');
  });

  test('the matrix: one pixel for each entry, 1 on the diagonal', async () => {
    const view = await of({});
    const colours = { positive: [200, 100, 0], negative: [0, 0, 200], accent: [0, 0, 0] } as const;
    const { height, width, data } = KIND.images!(view, colours).matrix();
    expect([height, width]).toEqual([17, 17]);
    for (let i = 0; i < 17; i++) expect([...data.slice(4 * 18 * i, 4 * 18 * i + 4)]).toEqual([200, 100, 0, 255]); // prettier-ignore
    const { cov } = nowOf(view.state).belief;
    const negative = [...cov].findIndex((v) => v < -1e-3);
    expect([...data.slice(4 * negative, 4 * negative + 3)]).toEqual([0, 0, 200]);
  });

  test('operations one by one, there and back, through the whole drive', async () => {
    const view = await of({ t: '0' });
    let state = view.state;
    const visited: string[] = [];
    for (
      let query: Query | undefined = texts(state);
      query;
      query = KIND.act!({ ...view, state }, 'on')
    ) {
      state = parse(query).state!;
      visited.push(JSON.stringify(texts(state)));
    }
    const count = driveOf(state).reduce((sum, { events }) => sum + events.length, 0);
    expect([visited.length, state.t]).toEqual([count + 1, STEPS]);
    for (let i = count; i > 0; i--) {
      state = parse(KIND.act!({ ...view, state }, 'back')!).state!;
      expect(JSON.stringify(texts(state))).toBe(visited[i - 1]);
    }
    expect(KIND.act!({ ...view, state }, 'back')).toBeUndefined();
    expect(KIND.act!({ ...view, state: { ...state, t: 9 } }, 'first')).toMatchObject({ t: '0' });
  });

  test('play goes to the end, and from there once more from the start', async () => {
    const stops = KIND.stops!(await of({ t: '50' }));
    expect(stops.map(({ at }) => at[2])).toEqual(Array.from({ length: 22 }, (_, i) => 51 + i));
    expect(KIND.stops!(await of({ t: '72' })).length).toBe(72);
    expect(KIND.pick!(await of({ t: '50', done: '2' }), stops[0])).toMatchObject({ t: '51', done: 'all' }); // prettier-ignore
    expect(KIND.edit!(await of({ done: '1' }), 't', '30')).toMatchObject({ t: '30', done: 'all' });
  });

  test('the guess', async () => {
    const view = await of({});
    const { landmarks } = view.outputs!;
    let smaller = 0;
    for (let k = 0; k < landmarks.shape[0]; k++) smaller += Number(landmarks.data[5 * k + 4] < landmarks.data[5 * k + 3]); // prettier-ignore
    expect(KIND.guess!(view, [`${smaller}`]).right).toBe(true);
    expect(smaller).toBe(7);
    expect(KIND.guess!(view, ['2']).right).toBe(false);
    expect(KIND.guess!(view, ['']).right).toBe(false);
    expect(KIND.guess!(view, ['<b>']).text).not.toContain('<b>');
  });
});
