import { beforeAll, describe, expect, test } from 'vitest';
import { KIND } from '@widgets/distill/kind.ts';
import { madeOf } from '@widgets/distill/reference.ts';
import { SCENES } from '@widgets/distill/scenes.ts';
import { LADDER, texts } from '@widgets/distill/state.ts';
import { STRINGS } from '@widgets/distill/strings.ts';
import { parts, type View } from '@widgets/distill/view.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { ready, stateOf, viewOf } from './bench.ts';
import { combinations } from './combinations.ts';

beforeAll(ready);

/** A short training, which takes no time. */
const SHORT = { mode: 'train', labels: '1', pool: '1', steps: '20', hidden: '8' };
const scene = (name: keyof typeof SCENES): Query => Object.fromEntries(new URLSearchParams(SCENES[name].query)); // prettier-ignore
const plainText = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').trim(); // prettier-ignore

/** The value of an expression as it stands on screen. */
function valueOf(text: string): number {
  const js = text
    .replaceAll('−', '-')
    .replaceAll('×', '*')
    .replaceAll('²', '**2')
    .replaceAll('e^', 'Math.exp');
  return new Function(`return ${js}`)() as number;
}

/** Checks every equation between numbers in a text; how many there were. */
function equations(text: string): number {
  let checked = 0;
  for (const piece of text.split(/; |: /)) {
    const sides = piece.split(/ [=≈] /).filter((side) => /^[\d\s.()×²/+−e^-]+$/.test(side));
    for (let i = 1; i < sides.length; i++) {
      const [a, b] = [valueOf(sides[i - 1]), valueOf(sides[i])];
      expect(Math.abs(a - b), `${piece}: ${a}, ${b}`).toBeLessThanOrEqual(5e-4 * Math.max(1e-2, Math.abs(a), Math.abs(b))); // prettier-ignore
      if (piece.includes(' = ') && !piece.includes('≈')) expect(Math.abs(a - b)).toBeLessThan(1e-9);
      checked++;
    }
  }
  return checked;
}

describe('equations on screen', { timeout: 200_000 }, () => {
  test('a class: probability, gradient from the label, from the soft targets, from both', async () => {
    const copy = KIND.act!(await viewOf({ temperature: '128' }), 'copy')!;
    const sure = { image: 'test-4', student: '0,0,0,0,0,0,0,0,0,-50' };
    const queries: Query[] = [copy, sure, ...combinations(60, 3, 1000).map(({ query }) => query)];
    for (const query of queries) {
      if ((query.mode ?? 'targets') !== 'targets') continue;
      const view = await viewOf(query);
      const { v, lesson } = madeOf(view.state)!;
      for (const k of [0, 4, 9]) {
        const text = KIND.speak!({ ...view, cursor: { on: 'bars', at: [0, 0, k] } })!;
        expect(text.startsWith(`class ${k}: p = e^((`), text).toBe(true);
        const sum = v.reduce((all, each) => all + Math.exp((each - Math.max(...v)) / view.state.temperature), 0); // prettier-ignore
        expect(Math.exp((v[k] - Math.max(...v)) / view.state.temperature) / sum).toBeCloseTo(lesson.p.p[k], 12); // prettier-ignore
        expect(equations(text.replace('class', '')), text).toBeGreaterThanOrEqual(4);
      }
      const outcome = plainText(parts(view).outcome);
      expect(outcome).toMatch(/L = α·/);
      expect(equations(/CE [=≈] (.*? [=≈] [\d.e+-]+)/.exec(outcome)![1])).toBe(1);
    }
  });

  test('the temperature: the ratio of the largest and the smallest', async () => {
    for (const temperature of ['0.5', '1', '8', '128']) {
      const view = await viewOf({ mode: 'temperature', temperature });
      const text = KIND.speak!(view)!;
      expect(text).toContain('order 8 > 2 > 3 > ');
      const [, most, least, ratio] = /largest p [=≈] (\S+), smallest p [=≈] (\S+); their ratio e\^\(.*\) [=≈] (\S+)$/.exec(text)!.map(valueOfOr); // prettier-ignore
      expect(Math.abs(most / least / ratio - 1)).toBeLessThan(1e-4);
      expect(equations(/their ratio (.*)$/.exec(text)![1])).toBe(1);
    }
  });

  test('the loss of each student', async () => {
    for (const square of ['0', '1']) {
      const view = await viewOf({ ...SHORT, square, temperature: '8', alpha: '0.3' });
      for (let r = 0; r < 4; r++) {
        const text = KIND.speak!({ ...view, cursor: { on: 'students', at: [0, r, 0] } })!;
        expect(equations(/CE [=≈] (.*)$/.exec(text)![1]), text).toBe(1);
        const shown = Number(/(\S+)$/.exec(text)![1]);
        expect(shown).toBeCloseTo(view.outputs!.losses.data[r], 3);
        expect(text).toContain(`${[0, 1, 0.3, 1][r]}×${square === '1' ? '8²×' : ''}`);
      }
    }
  });
});

/** A number on screen, or NaN for the whole match. */
const valueOfOr = (text: string) => Number(text.replaceAll('−', '-'));

describe('what is said', { timeout: 200_000 }, () => {
  test('every scene and view in both languages has no hole, and every control', async () => {
    for (const query of [{}, scene('temperature'), SHORT, { ...SHORT, pool: '0', at: '0' }]) {
      for (const lang of ['zh', 'en'] as const) {
        const view = await viewOf(query, { words: STRINGS[lang] as View['words'] });
        const all = parts(view);
        for (const [name, html] of Object.entries(all)) {
          expect(html, name).not.toMatch(/undefined|NaN|\{[a-z]\}|Infinity/);
        }
        expect(all.note).not.toBe('');
        if (lang === 'en') expect(Object.values(all).join('')).not.toMatch(/[\u4e00-\u9fff]/);
        for (const key of view.state.mode === 'train' ? ['alpha', 'square', 'labels', 'pool', 'hidden', 'steps', 'seed'] : []) expect(all.params).toContain(`name="${key}"`); // prettier-ignore
        expect(all.heat).toContain('name="temperature"');
      }
    }
  });

  test('the sentences follow the numbers', async () => {
    const view = await viewOf(SHORT);
    const say = (hard: number, soft: number, pool: number) => {
      const right = { ...view.outputs!.right, data: Float64Array.of(hard, soft, soft, pool) };
      return plainText(parts({ ...view, outputs: { ...view.outputs!, right } }).outcome);
    };
    expect(say(700, 720, 810)).toMatch(/too close to call.*90 more\..*Most of the gain/);
    expect(say(700, 750, 760)).toMatch(/50 more with soft targets.*about as many/);
    expect(say(750, 700, 600)).toMatch(/50 more with hard labels.*100 fewer/);
    expect(say(750, 700, 600)).not.toContain('Most of the gain');
  });

  test('other digits are not said to be picked; a drawing has no label', async () => {
    expect(parts(await viewOf({})).note).toContain('was picked');
    expect(parts(await viewOf({ image: 'test-4' })).note).not.toContain('was picked');
    const input = `${Array(10).fill(Array(28).fill(0).join()).join(';')};${Array(18).fill([...Array(13).fill(0), 255, 255, ...Array(13).fill(0)].join()).join(';')}`; // prettier-ignore
    const drawn = await viewOf({ input });
    expect(parts(drawn).input).toContain('has no label');
    expect(madeOf(drawn.state)!.label).toBe(1);
  });

  test('a prediction is marked', async () => {
    const view = await viewOf({});
    expect(KIND.guess!(view, ['2']).right).toBe(true);
    expect(KIND.guess!(view, ['9'])).toMatchObject({ right: false });
    expect(KIND.guess!(view, ['']).right).toBe(false);
    const train = await viewOf(SHORT);
    const { data } = train.outputs!.right;
    const best = data.indexOf(Math.max(...data));
    expect(KIND.guess!(train, [`${best}`]).right).toBe(true);
    expect(KIND.guess!(train, ['']).right).toBe(false);
  });
});

describe('controls', () => {
  test('the slider goes up the ladder, the plots pick temperatures and steps', async () => {
    const view = await viewOf({});
    expect(KIND.edit!(view, 'heat', '8')!.temperature).toBe('8');
    LADDER.forEach((t, i) => i > 0 && expect(Math.abs(Math.log2(t / LADDER[i - 1]) - 0.5)).toBeLessThan(0.06)); // prettier-ignore
    const temperature = await viewOf(scene('temperature'));
    expect(KIND.pick!(temperature, { on: 'curve', at: [0, 0, 12] })!.temperature).toBe('4');
    expect(KIND.pick!(temperature, { on: 'targets', at: [0, 1, 1] })).toBeUndefined();
    expect(KIND.stops!(temperature)).toHaveLength(33);
    for (const { at } of KIND.stops!(temperature)) stateOf(KIND.pick!(temperature, { on: 'curve', at })!); // prettier-ignore
    const train = await viewOf(SHORT);
    expect(KIND.pick!(train, { on: 'train', at: [0, 0, 2] })!.at).toBe('10');
    expect(KIND.pick!(train, { on: 'fall', at: [0, 0, 4] })!.at).toBe('end');
    expect(KIND.stops!(train).map(({ at }) => at[2])).toEqual([0, 1, 2, 3, 4]);
    expect(KIND.edit!(train, 'steps', '10')).toMatchObject({ steps: '10', at: 'end' });
  });

  test('the student knows nothing, or is a copy of the teacher', async () => {
    const view = await viewOf({});
    expect(KIND.act!(view, 'zero')!.student).toBe('0');
    const copy = await viewOf(KIND.act!(view, 'copy')!);
    expect(copy.outputs!.kl.data[0]).toBeLessThan(1e-6);
    expect(KIND.act!(view, 'clear')!.image).toBeUndefined();
    stateOf(KIND.act!(view, 'clear')!);
    expect(texts(stateOf(KIND.act!(await viewOf(SHORT), 'start')!)).at).toBe('0');
  });

  test('the cursor stays where it can be explained', async () => {
    const [targets, train] = [await viewOf({}), await viewOf(SHORT)];
    const on = (view: View, name: string, at = [0, 0, 0]) => KIND.holds!({ ...view, cursor: { on: name, at } }); // prettier-ignore
    expect([on(targets, 'bars'), on(targets, 'curve'), on(train, 'train'), on(train, 'bars')]).toEqual([true, false, true, false]); // prettier-ignore
    expect(on(train, 'train', [0, 0, 40])).toBe(false);
    expect(KIND.firstCursor(targets.state, targets.outputs!)).toEqual({
      on: 'bars',
      at: [0, 0, 2],
    });
  });
});
