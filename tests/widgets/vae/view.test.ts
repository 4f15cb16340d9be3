import { beforeAll, describe, expect, test } from 'vitest';
import { readFromDisk } from '@models/on-disk.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import { readQuery, type Query } from '@widgets/toolkit/query.ts';
import { KIND } from '@widgets/vae/kind.ts';
import { SCENES } from '@widgets/vae/scenes.ts';
import { format, parse } from '@widgets/vae/state.ts';
import { STRINGS } from '@widgets/vae/strings.ts';
import { edit, formula, guess, holds, images, parts, pick, priorOf, speak, stops, type View } from '@widgets/vae/view.ts'; // prettier-ignore
import { combinations } from './combinations.ts';

beforeAll(() => readFromDisk());

async function viewOf(query: Query, cursor?: View['cursor'], lang: 'zh' | 'en' = 'en') {
  const state = parse(query).state!;
  await KIND.load!(state);
  const outputs = (await KIND.reference(state, undefined, async () => true)) as Outputs;
  const first = KIND.firstCursor(state, outputs);
  const view: View = { id: 'vae', words: STRINGS[lang], state, picture: undefined, outputs, cursor: cursor ?? first, ui: {}, image: undefined }; // prettier-ignore
  return view;
}

const number = (text: string) => Number(text.replace(/[()]/g, '').replaceAll('−', '-'));
const VALUE = '\\(?−?[\\d.]+(?:e[−+]?\\d+)?\\)?';
/** Reads sums of products, squares and logarithms as a reader would. */
function value(text: string): number {
  let js = text.replaceAll('−', '-').replaceAll('×', '*').replaceAll('·', '*');
  js = js.replaceAll('½', '0.5*').replaceAll('²', '**2').replaceAll('[', '(').replaceAll(']', ')');
  js = js.replace(/ln ([\d.e+-]+)/g, 'Math.log($1)').replace(/0\*Math\.log\(0\)/g, '0');
  return (0, eval)(js.replace(/(?<![\d)])-(\()/, '-1*$1')) as number;
}

describe('the arithmetic', () => {
  test('every equation on screen holds, wherever the cursor lies, in 150 states', async () => {
    let seen = 0;
    for (const { query } of combinations(150, 41)) {
      const view = await viewOf(query);
      for (const [on, at] of [
        ['code', [0, 0, 0]],
        ['code', [0, 1, 0]],
        ['image', [0, 14, 13]],
        ['x', [0, 9, 16]],
        ['draws', [0, 0, 1]],
        ['strip', [0, 0, 3]],
        ['plane', [0, 30, 90]],
      ] as const) {
        const here = { ...view, cursor: { on, at: [...at] } };
        if (!holds(here)) continue;
        const text = formula(here, false);
        expect(text).not.toMatch(/NaN|undefined|<|Infinity/);
        for (const line of text.split('; ')) {
          const [, left, sign, right] = new RegExp(`([^=≈]*) ([=≈]) (${VALUE})$`).exec(line) ?? [];
          if (left === undefined || /x̂|…|z[₁-₉]+$/.test(left)) continue;
          const sum = left.replace(/^.*: /, '');
          const [expected, got] = [number(right), value(sum.trim())];
          const room = (sign === '=' ? 1e-9 : 5e-4) * Math.max(1, Math.abs(expected));
          if (Math.abs(got - expected) > room) expect.fail(`${line}: ${got} for ${expected}`);
          seen++;
        }
      }
    }
    expect(seen).toBeGreaterThan(300);
  });

  test('by hand: z = (0, 1) has ln p(z) = −½ − ln 2π', async () => {
    const view = await viewOf({ z: '0,1' });
    expect(formula(view, false)).toBe(
      'ln p(z) = −½ |z|² − ln 2π = −½ (0² + 1²) − 1.83788 ≈ −2.338',
    );
    expect(priorOf([0, 1])).toBeCloseTo(-0.5 - Math.log(2 * Math.PI), 14);
    const walk = await viewOf({ z: '0,1', to: '2,3', t: '0.25' });
    expect(formula(walk, false)).toBe('z₁ = 0.75×0 + 0.25×2 = 0.5');
  });
});

describe('the parts', () => {
  test('every scene is drawn in both languages, with the numbers of the contract', async () => {
    for (const [name, { query }] of Object.entries(SCENES)) {
      for (const lang of ['zh', 'en'] as const) {
        const { query: read } = readQuery(query, KIND.keys, [], () => undefined);
        const view = await viewOf(read, undefined, lang);
        const html = Object.values(parts(view)).join('');
        expect(html, name).not.toMatch(/undefined|NaN|\{\w+\}/);
        const encoded = name === 'encode' || name === 'epsilon';
        for (const output of [
          'image',
          'z',
          ...(encoded ? ['mu', 'sigma', 'epsilon', 'kl', 'reconstruction', 'elbo'] : []),
        ]) {
          expect(html.split(`data-output="${output}"`), `${name} ${output}`).toHaveLength(2);
        }
        expect(html).toContain('data-shape="28,28,1"');
        const [table] = /<table[^>]*data-output="image"[\s\S]*?<\/table>/.exec(html)!;
        const values = [...table.matchAll(/value="([^"]*)"/g)].map(([, v]) => Number(v));
        expect(values).toEqual([...view.outputs!.image.data]);
        expect(speak(view)).not.toMatch(/[<>]/);
        expect(holds(view)).toBe(true);
        expect(stops(view).every((cursor) => holds({ ...view, cursor }))).toBe(true);
        const colours = { positive: [1, 2, 3], negative: [4, 5, 6], accent: [7, 8, 9] } as const;
        const made = images(view, colours);
        for (const [, paint] of html.matchAll(/data-paint="(\w+)"/g)) {
          const { data, height, width } = made[paint]();
          expect(data.length).toBe(height * width * 4);
        }
      }
    }
  });

  test('the tiles of the plane are decodes, in their places', async () => {
    const view = await viewOf({ z: '-2.75,2.75' });
    const colours = { positive: [1, 2, 3], negative: [4, 5, 6], accent: [7, 8, 9] } as const;
    const { plane, image } = images(view, colours);
    const [all, one] = [plane(), image()];
    expect([all.height, all.width]).toEqual([308, 308]);
    for (let i = 0; i < 784; i += 13) {
      const at = Math.floor(i / 28) * 308 + (i % 28); // top left
      expect(all.data[4 * at]).toBe(one.data[4 * i]);
    }
  });

  test('a hostile value is written as text', async () => {
    const view = await viewOf({});
    const bad = { ...view, id: 'vae', ui: { plane: '/x.webp' } };
    expect(parts(bad).plane).toContain('src="/x.webp"');
    const query = edit(view, 'z:0', '<img src=x>')!;
    expect(parse(query).problems![0].code).toBe('not-a-number');
  });

  test('a press on the plane or the strip is a state; a slider changes one number', async () => {
    const digit = await viewOf({ image: 'test-17', epsilon: '4', to: 'test-30' });
    expect(pick(digit, { on: 'plane', at: [0, 60, 120] })).toEqual({ z: '3,0', epsilon: '4', to: 'test-30' }); // prettier-ignore
    expect(pick(digit, { on: 'strip', at: [0, 0, 2] })).toMatchObject({ image: 'test-17', t: '0.25' }); // prettier-ignore
    expect(pick(digit, { on: 'image', at: [0, 0, 2] })).toBeUndefined();
    const seed = await viewOf({ model: 'digits-vae', seed: '3' });
    const z = edit(seed, 'z:2', '1.5')!.z!.split(',').map(Number);
    expect(z[2]).toBe(1.5);
    z.forEach((v, i) => i === 2 || expect(v).toBeCloseTo(seed.outputs!.z.data[i], 4));
    expect(edit(seed, 'image', 'draw')).toHaveProperty('input');
    expect(edit(seed, 'image', '')).toEqual({ model: 'digits-vae' });
    expect(edit(seed, 'model', 'digits-vae2')).toEqual({ model: 'digits-vae2', seed: '3' });
    expect(edit(seed, 'epsilon', '3')).toBeUndefined();
    expect(format(parse(edit(seed, 'image', 'test-4')!).state!)).toEqual({ model: 'digits-vae', image: 'test-4' }); // prettier-ignore
  });

  test('a guess is marked by z where there is one, else by the prior', async () => {
    const plane = await viewOf({ z: '0,1' });
    expect(guess(plane, ['-2.34']).right).toBe(true);
    expect(guess(plane, ['-2.4']).right).toBe(false);
    expect(guess(plane, [''])).toEqual({ right: false, text: STRINGS.en.notNumber });
    const digit = await viewOf({ image: 'test-17' });
    const z = digit.outputs!.z.data[0];
    expect(guess(digit, [z.toFixed(2)]).right).toBe(true);
    expect(guess(digit, [(z + 0.05).toFixed(2)]).right).toBe(false);
  });

  test('cursors stay on what there is', async () => {
    const view = await viewOf({ image: 'test-17', draws: '3' });
    const on = (name: string, r: number, c: number) => holds({ ...view, cursor: { on: name, at: [0, r, c] } }); // prettier-ignore
    expect([on('x', 27, 27), on('x', 28, 0), on('draws', 0, 2), on('draws', 0, 3), on('strip', 0, 0), on('code', 1, 0), on('code', 2, 0), on('plane', 120, 120)]).toEqual([true, false, true, false, false, true, false, true]); // prettier-ignore
    const wide = await viewOf({ model: 'digits-vae', seed: '3' });
    expect(holds({ ...wide, cursor: { on: 'plane', at: [0, 0, 0] } })).toBe(false);
    expect(parts(wide).plane).toBe('');
  });
});
