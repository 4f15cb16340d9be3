import { beforeAll, describe, expect, test } from 'vitest';
import { CURVE, curveText, nearest } from '@widgets/adversarial/curve.ts';
import { changeOf, images, type View } from '@widgets/adversarial/pictures.ts';
import { reference, runOf } from '@widgets/adversarial/reference.ts';
import { SCENES } from '@widgets/adversarial/scenes.ts';
import { KEYS, parse, stepOf } from '@widgets/adversarial/state.ts';
import { STRINGS } from '@widgets/adversarial/strings.ts';
import { act, firstCursor, guess, parts, speak, stops } from '@widgets/adversarial/view.ts';
import type { Cursor } from '@widgets/toolkit/kind.ts';
import { readQuery, type Query } from '@widgets/toolkit/query.ts';
import { stroked } from '../dissector/strokes.ts';
import { combinations, loadAll } from './combinations.ts';

beforeAll(loadAll);

async function viewOf(query: Query, lang: 'zh' | 'en' = 'en', cursor?: Cursor): Promise<View> {
  const state = parse(query).state!;
  const outputs = (await reference(state, undefined, async () => true))!;
  return {
    id: 'adversarial',
    words: STRINGS[lang],
    state,
    picture: undefined,
    outputs,
    cursor: cursor ?? firstCursor(state, outputs),
    ui: {},
    image: undefined,
  };
}

const number = (text: string) => Number(text.replace(/[()]/g, '').replaceAll('−', '-'));

describe('the arithmetic of a pixel', () => {
  test('adds up on screen, for the attack and for noise, cut at 0 and 1', async () => {
    let [cut, exact] = [0, 0];
    for (const { query } of combinations(40, 9)) {
      const one = { ...query, steps: '1' };
      for (const on of ['attacked', 'noisy']) {
        const view = await viewOf(one, 'en', { on, at: [0, 14, 12] });
        for (const at of [400, 300, 0, 783]) {
          const text = speak({ ...view, cursor: { on, at: [0, Math.floor(at / 28), at % 28] } });
          const sum = /x[′″]: (\S+) \+ (\S+)×(\S+) ([=≈]) (\S+)(?: → (\S+) \(cut to 0…1\))?$/.exec(text); // prettier-ignore
          expect(sum, text).not.toBeNull();
          const [, x, eps, sign, equals, total, end] = sum!;
          expect(Math.abs(number(x) + number(eps) * number(sign) - number(total))).toBeLessThan(1.01e-4); // prettier-ignore
          if (equals === '=') {
            expect(number(x) + number(eps) * number(sign)).toBeCloseTo(number(total), 12);
            exact++;
          }
          if (end) cut++;
          const shown = number(end ?? total);
          expect(Math.abs(shown - view.outputs![on].data[at])).toBeLessThan(5.1e-5);
        }
      }
    }
    expect(cut).toBeGreaterThan(20);
    expect(exact).toBeGreaterThan(20);
  });

  test('the sign is that of the gradient, turned round on the way to a class', async () => {
    for (const attack of ['away', 'toward']) {
      const view = await viewOf({ attack });
      const i = 28 * view.cursor.at[1] + view.cursor.at[2];
      const g = view.outputs!.gradient.data[i];
      expect(Math.abs(view.outputs!.direction.data[i])).toBe(1); // the largest comes first
      const [, said] = /sign = (\S+);/.exec(speak(view))!;
      expect(number(said)).toBe(Math.sign(g) * (attack === 'away' ? 1 : -1));
    }
  });

  test('several steps show where the pixel was after each', async () => {
    const view = await viewOf({ attack: 'toward', steps: '4', image: 'test-1092' });
    const values = speak(view).split(': ').at(-1)!.split(' → ').map(number); // prettier-ignore
    expect(values).toHaveLength(5);
    const i = 28 * view.cursor.at[1] + view.cursor.at[2];
    expect(values[4]).toBeCloseTo(view.outputs!.attacked.data[i], 3);
    for (let s = 1; s < 5; s++) expect(Math.abs(values[s] - values[s - 1])).toBeLessThanOrEqual(stepOf(view.state) + 1e-4); // prettier-ignore
  });
});

describe('the parts', () => {
  test('every scene is drawn in both languages, with its tables and pictures', async () => {
    for (const [name, { query }] of Object.entries(SCENES)) {
      for (const lang of ['zh', 'en'] as const) {
        const view = await viewOf(readQuery(query, KEYS, [], () => undefined).query, lang);
        const html = Object.values(parts(view)).join('');
        expect(html, name).not.toMatch(/undefined|NaN|\{\w+\}/);
        // The same results are drawn in one language after the other.
        expect(/[\u4e00-\u9fff]/.test(html), `${name} ${lang}`).toBe(lang === 'zh');
        for (const output of Object.keys(view.outputs!)) {
          expect(html.match(new RegExp(`data-output="${output}"`, 'g')), output).toHaveLength(1);
        }
        expect(speak(view)).not.toMatch(/[<>]/);
        const colours = { positive: [1, 2, 3], negative: [4, 5, 6], accent: [7, 8, 9] } as const;
        const painted = [...html.matchAll(/data-paint="(.*?)"[^>]*width="(\d+)" height="(\d+)"/g)];
        expect(painted).toHaveLength(7);
        for (const [, paint, width, height] of painted) {
          const pixels = images(view, colours)[paint]();
          expect([pixels.width, pixels.height], paint).toEqual([Number(width), Number(height)]);
        }
      }
    }
  });

  test('what came of it is said as it is', async () => {
    const said = async (query: Query) => parts(await viewOf(query)).outcome;
    expect(await said({})).toContain('The attack works: the 5 is read as 3.');
    expect(await said({})).toContain('never fools it');
    expect(await said({ eps: '0' })).toContain('The attack fails: it is still read as 5.');
    expect(await said({ eps: '0.2' })).toContain('fools it too, in 8 of 8 draws');
    expect(await said({ attack: 'toward', target: '5' })).toContain(
      'its own class: there is nothing to fool',
    );
    expect(await said({ attack: 'toward', target: '8', eps: '0.01' })).toContain('8 is not reached: it is read as 5.'); // prettier-ignore
    expect(await said({ image: 'test-1092', attack: 'toward', steps: '10' })).toContain('The target is reached: it is read as 3.'); // prettier-ignore
    expect((await viewOf({}, 'zh')) && parts(await viewOf({}, 'zh')).outcome).toContain('5 读成了 3。同样大小'); // prettier-ignore
  });

  test('the list of noises says what is read each time', async () => {
    const { draws } = parts(await viewOf({ eps: '0.12', draws: '12' }));
    expect(draws.match(/<li/g)).toHaveLength(12);
    const right = draws.match(/<li class="right"/g)?.length ?? 0;
    expect(draws).toContain(`${right} still read 5, ${12 - right} something else`);
  });

  test('the changes on show are those of the pictures, never more than ε', async () => {
    const view = await viewOf({ eps: '0.15' });
    for (const row of ['attacked', 'noisy'] as const) {
      const change = changeOf(view, row);
      const { path } = runOf(view.state)!;
      change.forEach((d, i) => {
        expect(path[0].data[i] + d).toBeCloseTo(view.outputs![row].data[i], 12);
        expect(Math.abs(d)).toBeLessThanOrEqual(0.15 + 1e-12);
      });
    }
  });

  test('a drawing has its pad, and the pad is cleared', async () => {
    const view = await viewOf({ input: stroked(3) });
    expect(parts({ ...view, ui: { draw: '1' } }).input).toContain('data-ink');
    expect(parts(view).input).toContain('data-do="ui:draw=1"');
    expect(parse(act(view, 'clear')!).state!.source).toMatchObject({ kind: 'drawn' });
    expect(act(view, 'other')).toBeUndefined();
  });

  test('“next” visits the pixels with the largest gradients, largest first, on the same picture', async () => {
    const view = await viewOf({}, 'en', { on: 'noisy', at: [0, 3, 4] });
    const sizes = stops(view).map(({ on, at }) => {
      expect(on).toBe('noisy');
      return Math.abs(view.outputs!.gradient.data[28 * at[1] + at[2]]);
    });
    expect(sizes).toHaveLength(40);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  });

  test('a guess is marked by what is read', async () => {
    const view = await viewOf({});
    expect(guess(view, ['3', '5'])).toEqual({ right: true, text: 'Right: 3 after the attack, 5 after the noise.' }); // prettier-ignore
    expect(guess(view, ['5', '5']).right).toBe(false);
    expect(guess(view, ['', '']).text).toContain('you typed ? and ?');
  });

  test('the curve speaks of the ε that is nearest', () => {
    expect(nearest(0.1)).toEqual([0.1, 790, 1278]);
    expect(nearest(0.28)).toEqual(CURVE.at(-1));
    expect(curveText(0.1, STRINGS.en)).toBe('ε = 0.1: 53% right after the attack, 85% after noise');
  });
});
