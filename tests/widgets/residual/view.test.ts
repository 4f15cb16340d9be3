/** What stands on screen: it adds up, and it says what is there. */
import { beforeAll, describe, expect, test } from 'vitest';
import { loadData } from '@models/data.ts';
import { readFromDisk } from '@models/on-disk.ts';
import { KIND } from '@widgets/residual/kind.ts';
import { reference } from '@widgets/residual/reference.ts';
import { SCENES, type SceneName } from '@widgets/residual/scenes.ts';
import { KEYS, parse, type State } from '@widgets/residual/state.ts';
import { STRINGS } from '@widgets/residual/strings.ts';
import { DATA } from '@widgets/residual/training.ts';
import { arithmetic, firstCursor, guess, holds, parts, speak, stops, type View } from '@widgets/residual/view.ts'; // prettier-ignore
import type { Cursor } from '@widgets/toolkit/kind.ts';
import { readQuery, type Query } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';

readFromDisk();
beforeAll(() => loadData(DATA));

async function viewOf(state: State, lang: 'zh' | 'en' = 'en', cursor?: Cursor): Promise<View> {
  const outputs = (await reference(state, undefined, async () => true))!;
  const words = STRINGS[lang];
  return { id: 'residual', words, state, picture: undefined, outputs, cursor: cursor ?? firstCursor(state), ui: {}, image: undefined }; // prettier-ignore
}
const scene = (name: SceneName, more: Query = {}) =>
  parse({ ...readQuery(SCENES[name].query, KEYS, [], () => undefined).query, ...more }).state!;

/** The value of “a×b + (−c)×d” or “max(0, …)” as it stands on screen. */
function evaluate(text: string): number {
  const js = text.replace(/−/g, '-').replace(/×/g, '*').replace(/\([a-z][^)]*\)/g, '').replace(/max\(/g, 'Math.max('); // prettier-ignore
  return new Function(`return ${js}`)() as number;
}

describe('the arithmetic', () => {
  test('of every cell adds up to the number in its place', async () => {
    let checked = 0;
    for (const { state } of combinations(60, 5, { whole: true })) {
      const view = await viewOf(state);
      for (const on of ['y', 'hidden', 'branch', 'shortcut', 'gradient']) {
        const found = view.outputs![on];
        if (!found) continue;
        const [h, w, n] = found.shape;
        for (const at of [
          [0, 0, 0],
          [n - 1, h - 1, w - 1],
          [0, h >> 1, w >> 1],
        ]) {
          const cursor = { on, at };
          expect(holds({ ...view, cursor })).toBe(true);
          const [, sum] = arithmetic({ ...view, cursor });
          const [left, right] = sum.split(/ = <b>| = |<b>/);
          const value = found.data[(at[1] * w + at[2]) * n + at[0]];
          const shown = Number(/<b>([^<]*)<\/b>/.exec(sum)![1].replace('−', '-'));
          expect(shown, `${on} ${sum}`).toBe(value);
          if (left.includes('F(x)') || left.trim() === 'x') continue;
          expect(right).toBeDefined();
          expect(evaluate(left), `${on} ${sum}`).toBe(value);
          checked++;
        }
      }
    }
    expect(checked).toBeGreaterThan(400);
  });

  test('the first cell, and what is read out', async () => {
    const view = await viewOf(scene('skip'));
    expect(speak(view)).toBe('y = F(x) + x, row 2, column 2, channel 1:  max(0, 0 + 3) = 3');
    const zh = await viewOf(scene('concatenate'), 'zh', { on: 'y', at: [2, 1, 1] });
    expect(speak(zh)).toContain('是 F(x) 的通道 1');
    expect(holds({ ...view, cursor: { on: 'y', at: [2, 0, 0] } })).toBe(false);
    expect(stops(view)).toHaveLength(32);
  });

  test('the training in a sentence: losses, ratios, and what diverged', async () => {
    const view = await viewOf(scene('degradation', { steps: '6' }));
    expect(speak(view)).toMatch(/^After 6 steps: plain with 6 layers has a loss of ≈[\d.]+, plain with 20 layers has a loss of ≈[\d.]+; in the deep network .* ≈[\d.]+ times that of the last\.$/); // prettier-ignore
    const ended = await viewOf(parse({ mode: 'nets', norm: '0', rate: '0.5', steps: '6' }).state!);
    expect(speak(ended)).toContain('diverged');
    expect(stops(view)).toHaveLength(41);
    expect(holds({ ...view, cursor: { on: 'steps', at: [0, 0, 3] } })).toBe(false);
  });
});

describe('the parts', () => {
  test('every result of the contract stands there once, with all its numbers', async () => {
    for (const name of Object.keys(SCENES) as SceneName[]) {
      const view = await viewOf(scene(name, { ...(name === 'degradation' && { steps: '3' }) }));
      const html = Object.values(parts(view)).join('\n');
      for (const [output, { data }] of Object.entries(view.outputs!)) {
        const places = [...html.matchAll(new RegExp(`<(table|data)[^>]*data-output="${output}"[^>]*>(.*?)</\\1>`, 'gs'))]; // prettier-ignore
        expect(places, `${name} ${output}`).toHaveLength(1);
        const [all, tag] = places[0];
        const values = [...all.matchAll(/<data[^>]*? value="([^"]*)"/g)].map(([, v]) => Number(v));
        expect(tag === 'data' ? values.slice(0, 1) : values, `${name} ${output}`).toEqual([
          ...data,
        ]);
      }
      expect(html).not.toContain('undefined');
      expect(html).not.toContain('NaN');
    }
  });

  test('numbers of channels stand above, and the sentence below says what happened', async () => {
    const stage = async (name: SceneName, more?: Query) => parts(await viewOf(scene(name, more))).stage; // prettier-ignore
    expect(await stage('skip')).toContain('y is x: not one number has changed.');
    expect(await stage('skip', { join: 'none' })).toContain('the input is lost');
    expect(await stage('skip')).toContain('y <small>channels: 2</small>');
    expect(await stage('concatenate')).toContain('y <small>channels: 4</small>');
    expect(await stage('projection')).toContain('1×1 projection, 2 → 3 channels');
    expect(await stage('skip', { input: '-1,2|0,0' })).toContain('cuts off the rest');
    expect(await stage('identity')).toContain('y is x');
    expect(await stage('plain')).toContain('Without a shortcut');
  });

  test('three curves with shortcuts, two without; one point at step 0', async () => {
    const curves = async (query: Query) =>
      [...parts(await viewOf(parse({ mode: 'nets', ...query }).state!)).stage.matchAll(/<(path|circle) class="r-(shallow|deep|joined)"/g)].length; // prettier-ignore
    expect(await curves({ steps: '2', shortcuts: '1' })).toBe(2 * (3 + 2));
    expect(await curves({ steps: '2', shortcuts: '0' })).toBe(2 * (2 + 1));
    const start = parts(await viewOf(parse({ mode: 'nets', steps: '0' }).state!)).stage;
    expect(start.match(/<circle/g)).toHaveLength(3);
    expect(start.indexOf('gradient')).toBeLessThan(start.indexOf('Loss on'));
  });
});

test('predictions: the cell and the channels; the best network', async () => {
  const skip = await viewOf(scene('skip'));
  expect(guess(skip, ['3', '2']).right).toBe(true);
  expect(guess(skip, ['0', '2']).right).toBe(false);
  expect(guess(skip, ['3', '4']).right).toBe(false);
  expect(guess(skip, ['', '']).right).toBe(false);
  const nets = await viewOf(scene('degradation', { steps: '30' }));
  expect(guess(nets, ['0'])).toEqual({ right: true, text: 'Right: plain, 6 layers.' });
  expect(guess(nets, ['1']).right).toBe(false);
});

test('other sizes and other weights drop the kernels that were typed', async () => {
  const typed = parse({ filters: '1', input: '1', kernel1: '1,2,3;4,5,6;7,8,9' }).state!;
  const view = await viewOf(typed);
  const after = (name: string, value: string) => parse(KIND.edit!(view, name, value)!).state!;
  expect(after('weights', 'zero').kernel1.data.every((v) => v === 0)).toBe(true);
  expect(after('filters', '3').kernel1.shape).toEqual([3, 3, 1, 3]);
  const wider = after('size:input:2', '2');
  expect([wider.input.shape[2], wider.filters]).toEqual([2, 2]);
  expect(KIND.edit!(view, 'relu', '0')).toBeUndefined();
});
