import { describe, expect, test } from 'vitest';
import { METHODS, type Method } from '@lib/optimizers.ts';
import { KIND } from '@widgets/optimizers/kind.ts';
import { FOLLOWED, lastOf, raceOf, TOO_FAR } from '@widgets/optimizers/race.ts';
import { reference } from '@widgets/optimizers/reference.ts';
import { parse, texts, type State } from '@widgets/optimizers/state.ts';
import { STRINGS, type Words } from '@widgets/optimizers/strings.ts';
import type { Cursor, View } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { plain, thousands } from '@widgets/toolkit/text.ts';
import { combinations } from './combinations.ts';

const good = (query: Query) => parse(query).state!;
function viewOf(state: State, over: Partial<View<State, Words>> = {}): View<State, Words> {
  const outputs = reference(state);
  const cursor = KIND.firstCursor(state, outputs);
  return { id: 'optimizers', words: STRINGS.en, state, picture: undefined, outputs, cursor, ui: {}, image: undefined, ...over }; // prettier-ignore
}
const cell = (method: Method, column: number): Cursor => ({ on: 'race', at: [0, METHODS.indexOf(method), column] }); // prettier-ignore

const SUPER = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** The value of an expression as it is written on the page. */
function valueOf(text: string): number {
  const code = text
    .replaceAll('−', '-')
    .replaceAll('×', '*')
    .replaceAll('½', '0.5')
    .replaceAll('¼', '0.25')
    .replace(/√\(([^()]*)\)/g, 'Math.sqrt($1)')
    .replace(/√([\d.e-]+)/g, 'Math.sqrt($1)')
    .replace(/e\^\(/g, 'Math.exp(')
    .replace(new RegExp(`[${SUPER}]+`, 'g'), (n) => `**${[...n].map((c) => SUPER.indexOf(c)).join('')}`); // prettier-ignore
  if (!/^[\d\s.e()*/+\-Mathsqrxp]*$/.test(code)) throw new Error(`${text} → ${code}`);
  return new Function(`return ${code}`)() as number;
}

/** [name, expression, value] of every equation of a text. */
function equationsOf(text: string): [string, string | undefined, number][] {
  return text
    .replace(/^.*?: /, '')
    .split('; ')
    .map((each) => {
      const found = /([^\s=≈]+(?: − \(.*?\))?) (?:= (.+) )?[=≈] (\S+)$/.exec(each);
      if (!found) throw new Error(each);
      return [found[1], found[2], valueOf(found[3])];
    });
}

describe('the arithmetic on screen', () => {
  test('every equation adds up from the numbers that are shown, and ends where the run does', () => {
    const seen = new Set<string>();
    for (const { query, state } of combinations(120, 21)) {
      const { runs } = raceOf(state);
      runs.forEach((run) => {
        const t = lastOf(run, state.at);
        for (const column of [0, 1, 2]) {
          const text = KIND.speak!(viewOf(state, { cursor: cell(run.method, column) }))!;
          if (column < 2 && t === 0) {
            expect(text).toContain('no step has been made');
            continue;
          }
          const about = `${JSON.stringify(query)} ${text}`;
          const equations = equationsOf(text);
          let scale = 1;
          for (const [, expression, value] of equations) {
            if (expression === undefined) continue;
            // Six digits of every operand: what is large and cancels is off by that much.
            const large = Math.max(...(expression.match(/\d[\d.]*(e[-−]\d+)?/g) ?? ['0']).map((n) => Number(n.replace('−', '-')))); // prettier-ignore
            scale = Math.max(1, large);
            const off = Math.abs(valueOf(expression) - value);
            expect(off, about).toBeLessThan(4e-5 * scale * Math.max(1, Math.abs(value), large));
          }
          const last = equations.filter(([name]) => name === 'xy'[column]);
          if (column < 2) expect(last[last.length - 1][2]).toBeCloseTo(run.points[t][column], 3 - Math.ceil(Math.log10(scale))); // prettier-ignore
          else expect(equations[0][2]).toBeCloseTo(run.losses[t], 3 - Math.ceil(Math.log10(Math.max(1, run.losses[t])))); // prettier-ignore
          seen.add(`${run.method} ${state.convention}`);
        }
      });
    }
    expect(seen.size).toBe(2 * METHODS.length);
  }, 60_000);

  test('the first step of Adam from 1 is written out and ends at 0.99', () => {
    const state = good({ curvatures: '1,100', start: '1,1', optimizers: 'adam', adaptiveRate: '0.01', at: '1' }); // prettier-ignore
    for (const column of [0, 1]) {
      const equations = equationsOf(KIND.speak!(viewOf(state, { cursor: cell('adam', column) }))!);
      const value = (name: string) => equations.find(([each]) => each === name)![2];
      const g = column === 0 ? 1 : 100;
      expect(value('g')).toBe(g);
      expect(value('m')).toBeCloseTo(0.1 * g, 9);
      expect(value('v')).toBeCloseTo(0.001 * g * g, 9);
      expect(value('m̂')).toBeCloseTo(g, 9);
      expect(value('v̂')).toBeCloseTo(g * g, 9);
      expect(value('xy'[column])).toBeCloseTo(0.99, 6);
    }
  });

  test('SGD on an upright bowl is compared with its closed form', () => {
    const text = KIND.speak!(viewOf(good({ at: '7' }), { cursor: cell('sgd', 1) }))!;
    expect(text).toContain('In closed form: y = (1 − 0.2×8)⁷×1.2');
    const [a, b] = equationsOf(text).filter(([name]) => name === 'y');
    expect(a[2]).toBeCloseTo(b[2], 9);
    for (const query of [
      { rotate: '10' },
      { noise: '1' },
      { schedule: 'cosine' },
      { decay: '0.1' },
    ] as Query[]) {
      // prettier-ignore
      expect(KIND.speak!(viewOf(good(query)))).not.toContain('closed form');
    }
  });
});

describe('what stands on screen', () => {
  test('parts are well formed: no undefined, NaN or open template, in both languages', () => {
    for (const { state } of combinations(60, 12)) {
      for (const words of [STRINGS.zh, STRINGS.en]) {
        const view = viewOf(state, { words, ui: { 'fold-numbers': '1' } });
        for (const [name, html] of Object.entries(KIND.parts(view))) {
          const said = name === 'notes' ? html.replace(/Infinity(; | 和 )NaN|Infinity and NaN/g, '') : html; // prettier-ignore
          expect(said, name).not.toMatch(/undefined|NaN|Infinity|\{\w+\}/);
        }
        expect(KIND.speak!(view)).not.toMatch(/[<>]/);
      }
    }
  });

  test('diverging and what float32 makes of it are said in words', () => {
    const notes = (query: Query) => KIND.parts(viewOf(good(query))).notes;
    const [run] = raceOf(good({ rate: '0.27' })).runs;
    expect(notes({ rate: '0.27' })).toContain(`SGD diverges at step ${run.diverged}`);
    expect(notes({ rate: '0.27' })).toContain(`step ${run.overflow} leaves the range of float32`);
    expect(notes({ rate: '0.27', at: '3' })).toBe('');
    expect(notes({ rate: '0.27', at: `${run.diverged! - 1}` })).toContain('left the picture');
    expect(notes({ rate: '0.27', at: `${run.diverged}` })).toContain('SGD diverges');
    expect(notes({ rate: '0.25' })).toBe('');
    // What is said of the bounds is what they are.
    expect(STRINGS.en.tooFar).toContain(` ${thousands(TOO_FAR)} times`);
    expect(STRINGS.zh.tooFar).toContain(` ${TOO_FAR} 倍`);
    expect(STRINGS.en.bounded).toContain(`step ${thousands(FOLLOWED)}.`);
    expect(STRINGS.zh.bounded).toContain(` ${FOLLOWED} `);
    // Adam's steps are never longer than about η: it goes far, and yet float32 holds it.
    const bounded = good({ surface: 'saddle', optimizers: 'adam', adaptiveRate: '10' });
    const [slow] = raceOf(bounded).runs;
    expect([slow.diverged !== undefined, slow.overflow]).toEqual([true, undefined]);
    expect(notes(texts(bounded))).toContain(STRINGS.en.bounded);
  });

  test('the limits of the rate, and on which side of them the rate is', () => {
    const limits = (query: Query) => KIND.parts(viewOf(good(query))).limits;
    const html = limits({ optimizers: 'sgd,momentum,nesterov', rate: '0.25' });
    expect(html).toContain('data-output="limit-sgd" value="0.25"');
    expect(html).toContain('data-output="limit-momentum" value="0.475"');
    expect([...html.matchAll(/<b>(.*?)<\/b>/g)].map(([, word]) => word)).toEqual(['exactly at it', 'met', 'exceeded']); // prettier-ignore
    expect(limits({ surface: 'rosenbrock' })).toContain('Near the minimum');
    expect(limits({ surface: 'rosenbrock' })).not.toContain('data-output');
  });

  test('each limit stands beside its own formula, with λ, the condition number and both rates', () => {
    const said = (query: Query) => KIND.parts(viewOf(good(query))).limits.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' '); // prettier-ignore
    const text = said({ optimizers: 'sgd,momentum,nesterov,adam', beta: '0.5' });
    expect(text).toContain('η = 0.2 of adaptive methods: η = 0.1');
    expect(text).toContain('λ = 8 (condition number 8)');
    expect(text).toContain('SGD η &lt; 2/λ = 0.25 met');
    expect(text).toContain('Momentum η &lt; 2(1 + β)/λ = 0.375 met');
    expect(text).toContain('Nesterov η &lt; 2(1 + β)/((1 + 2β)λ) = 0.1875 exceeded');
    // The rate is that of the step on show: two of four in the warm-up; before the first, its own.
    expect(said({ warmup: '4', at: '2' })).toContain('η = 0.1 ');
    expect(said({ warmup: '4', at: '0' })).toContain('η = 0.05 ');
    const zh = KIND.parts(viewOf(good({ rate: '0.3' }), { words: STRINGS.zh })).limits;
    expect(zh).toContain(`<b>${STRINGS.zh.beyond}</b>`);
    expect([STRINGS.zh.below, STRINGS.zh.exactly, STRINGS.zh.beyond]).toEqual([
      '在上限之内',
      '恰在上限',
      '超过上限',
    ]);
  });

  test('pictures are told with the numbers of the step on show', () => {
    const state = good({ optimizers: 'sgd,adam', at: '3' });
    const { map, chart } = KIND.parts(viewOf(state));
    raceOf(state).runs.forEach(({ method, points, losses }) => {
      const name = STRINGS.en.methods[method];
      const [x, y] = points[3].map((v) => plain(v, 3).replace('-', '−'));
      expect(map).toContain(`${name} (${x}, ${y})`);
      expect(chart).toContain(`${name} ${plain(losses[3], 3)}`);
    });
    expect(chart).toContain('at step 3: ');
  });

  test('a schedule is drawn over the steps, a constant rate is not', () => {
    const drawn = (query: Query) => /class="o-rate" d="M(.*?)"/.exec(KIND.parts(viewOf(good(query))).chart)?.[1]; // prettier-ignore
    expect(drawn({})).toBeUndefined();
    const heights = drawn({ schedule: 'cosine', warmup: '4', steps: '20' })!.split('L').map((p) => Number(p.split(' ')[1])); // prettier-ignore
    expect(heights.length).toBe(20);
    expect(heights[3]).toBe(8); // all of the rate at the end of the warm-up
    expect(Math.min(...heights)).toBe(8);
    for (let t = 1; t < 4; t++) expect(heights[t]).toBeLessThan(heights[t - 1]);
    for (let t = 6; t < 20; t++) expect(heights[t]).toBeGreaterThan(heights[t - 1]);
  });

  test('cells in which the conventions differ are striped', () => {
    const striped = (query: Query) => {
      const { race, notes } = KIND.parts(viewOf(good(query)));
      return [race.match(/differs/g)?.length ?? 0, /Keras|PyTorch/.test(notes)];
    };
    expect(striped({ optimizers: 'sgd,momentum,nesterov' })).toEqual([0, false]);
    expect(striped({ optimizers: 'sgd,momentum', schedule: 'cosine' })).toEqual([2, true]);
    expect(striped({ optimizers: 'sgd', schedule: 'cosine' })).toEqual([0, false]);
    expect(striped({ optimizers: 'adagrad,rmsprop', eps: '0.3', at: '5' })).toEqual([4, true]);
    expect(striped({ optimizers: 'adamw', decay: '0.1', eps: '1e-12' })).toEqual([0, false]);
    expect(striped({ optimizers: 'adam', decay: '0.1' })).toEqual([2, true]);
    expect(striped({ convention: 'keras' })).toEqual([0, true]);
    // Those that differ are named, with where the other convention has them.
    const query = { optimizers: 'sgd,momentum', schedule: 'cosine', at: '20' } as Query;
    const there = raceOf(good({ ...query, convention: 'keras' })).runs[1].points[20];
    const list = there.map((v) => plain(v, 4).replace('-', '−')).join(', ');
    expect(KIND.parts(viewOf(good(query))).notes).toContain(`Keras the numbers differ (Momentum ${list}).`); // prettier-ignore
  });

  test('predict first counts those that arrive', () => {
    const view = viewOf(
      good({ optimizers: 'sgd,momentum', rate: '0.3', beta: '0.5', steps: '100' }),
    );
    expect(KIND.guess!(view, ['1']).right).toBe(true);
    expect(KIND.guess!(view, ['2']).right).toBe(false);
    expect(KIND.guess!(view, ['']).right).toBe(false);
    expect(KIND.guess!(viewOf(good({ rate: '0.27' })), ['0']).right).toBe(true);
    // x and y shrink by 0.9 a step, so the loss by 0.81: to 1.2% in 21 steps, to below 1% in 22.
    const slow = (steps: string) => viewOf(good({ curvatures: '1,1', rate: '0.1', steps }));
    expect(KIND.guess!(slow('21'), ['0']).right).toBe(true);
    expect(KIND.guess!(slow('22'), ['1']).right).toBe(true);
  });

  test('the map is darkest at the minimum and has contour lines', () => {
    const colours = { positive: [9, 9, 9], negative: [0, 0, 255], accent: [0, 0, 0] } as const;
    for (const surface of ['quadratic', 'saddle', 'rosenbrock', 'plateau']) {
      const { plane } = KIND.images!(viewOf(good({ surface })), colours);
      const { data, height, width } = plane();
      expect(data.length).toBe(4 * height * width);
      const lines = data.filter((v, i) => i % 4 === 0 && v > 100).length / (height * width);
      expect(lines).toBeGreaterThan(0.005);
      expect(lines).toBeLessThan(0.5);
      // Between the lines, which are drawn over the shades: the least around a place.
      const at = (x: number, y: number) => {
        const [r, c] = [(0.5 - y / 4.05) * height, (x / 4.05 + 0.5) * width].map(Math.round);
        const around = Array.from({ length: 49 }, (_, i) => [r + Math.floor(i / 7) - 3, c + (i % 7) - 3]); // prettier-ignore
        const inside = around.filter(([row, col]) => row >= 0 && row < height && col >= 0 && col < width); // prettier-ignore
        return Math.min(...inside.map(([row, col]) => data[4 * (row * width + col) + 3]));
      };
      const [x, y] = { quadratic: [0, 0], saddle: [0, 1], rosenbrock: [1, 0], plateau: [0, 0] }[surface]!; // prettier-ignore
      expect(at(x, y)).toBeGreaterThan(at(-1.9, -1.9));
    }
  });
});

describe('what buttons, fields and the map ask for', () => {
  const view = (query: Query, cursor?: Cursor) => viewOf(good(query), cursor && { cursor });
  const at = (query: Query | undefined) => good(query!).at;

  test('a step on and back, the start, and running from the end begins anew', () => {
    expect(at(KIND.act!(view({ at: '5' }), 'on'))).toBe(6);
    expect(at(KIND.act!(view({}), 'on'))).toBe(40);
    expect(at(KIND.act!(view({ at: '5' }), 'back'))).toBe(4);
    expect(at(KIND.act!(view({ at: '0' }), 'back'))).toBe(0);
    expect(at(KIND.act!(view({}), 'first'))).toBe(0);
    for (const [query, count] of [
      [{}, 40],
      [{ at: '30' }, 10],
      [{ steps: '500' }, 46],
      [{ steps: '500', at: '1' }, 46],
    ] as [Query, number][]) {
      // prettier-ignore
      const stops = KIND.stops!(view(query));
      expect(stops.length).toBe(count);
      expect(stops[stops.length - 1].at[2]).toBe(good(query).steps);
    }
    const walking = { on: 'steps', at: [1, 0, 7] };
    expect(at(KIND.pick!(view({}), walking))).toBe(7);
    expect(KIND.holds!(view({}, walking))).toBe(true);
    expect(KIND.speak!(view({ at: '7' }, walking))).toContain('y = ');
  });

  test('the cursor begins at the last optimizer, on the axis on which something happens', () => {
    const first = (query: Query) => KIND.firstCursor(good(query), reference(good(query))).at;
    expect(first({ optimizers: 'sgd,adam' })).toEqual([0, METHODS.indexOf('adam'), 1]);
    expect(first({ curvatures: '8,1' })).toEqual([0, 0, 0]);
    expect(first({ surface: 'saddle' })).toEqual([0, 0, 1]);
    expect(first({ surface: 'plateau' })).toEqual([0, 0, 0]);
  });

  test('a cell of an optimizer that is off explains nothing; rows stay when others join', () => {
    const on = (optimizers: string, method: Method) => KIND.holds!(view({ optimizers }, cell(method, 0))); // prettier-ignore
    expect([on('sgd', 'sgd'), on('sgd', 'adam'), on('sgd,adam', 'adam')]).toEqual([
      true,
      false,
      true,
    ]);
    const said = (optimizers: string) => KIND.speak!(view({ optimizers, at: '3' }, cell('rmsprop', 0))); // prettier-ignore
    expect(said('rmsprop')).toBe(said('sgd,adagrad,rmsprop,adamw'));
    const { race } = KIND.parts(view({ optimizers: 'rmsprop' }));
    expect(race.match(/tabindex="0"/g)).toHaveLength(1);
    expect(race.match(/aria-label="not in the race"/g)).toHaveLength(18);
    expect(race.match(/<data /g)).toHaveLength(3);
  });

  test('a press on the map moves the start, in steps of 0.05, around the middle of the surface', () => {
    const start = (query: Query, row: number, column: number) =>
      good(KIND.pick!(view(query), { on: 'plane', at: [0, row, column] })!).start;
    expect(start({}, 0, 0)).toEqual([-2, 2]);
    expect(start({}, 80, 80)).toEqual([2, -2]);
    expect(start({}, 41, 40)).toEqual([0, -0.05]);
    expect(start({ surface: 'rosenbrock' }, 40, 60)).toEqual([1, 1]);
    const here = /data-pick="(\d+),(\d+)"/.exec(KIND.parts(view({ start: '0.5,-1' })).map)!;
    expect(here.slice(1).map(Number)).toEqual([60, 50]);
    expect(KIND.holds!(view({}, { on: 'plane', at: [0, 0, 0] }))).toBe(false);
  });

  test('optimizers come and go, the last one stays; a surface brings its rates', () => {
    const edit = (query: Query, name: string, value: string) => KIND.edit!(view(query), name, value)!; // prettier-ignore
    expect(edit({}, 'on:adam', '1').optimizers).toBe('sgd,adam');
    expect(edit({ optimizers: 'sgd,adam' }, 'on:sgd', '0').optimizers).toBe('adam');
    expect(edit({}, 'on:sgd', '0').optimizers).toBe('sgd');
    const valley = good(edit({ rate: '0.3', start: '1,1', at: '3' }, 'surface', 'rosenbrock'));
    expect(valley).toMatchObject({ rate: 0.001, start: [-1.2, 1], at: 300 });
    expect(texts(good(edit({ surface: 'rosenbrock', rate: '0.002' }, 'surface', 'quadratic'))).rate).toBe('0.2'); // prettier-ignore
    expect(good(edit({ at: '3' }, 'steps', '60')).at).toBe(60);
    expect(KIND.edit!(view({}), 'rate', '0.1')).toBeUndefined();
  });
});
