/** What the gan-samples widget writes: verdicts, arithmetic, predictions. */
import { beforeAll, describe, expect, test } from 'vitest';
import { readFromDisk } from '@models/on-disk.ts';
import { workScene } from '@widgets/toolkit/build.ts';
import type { Cursor } from '@widgets/toolkit/kind.ts';
import { KIND } from '@widgets/gan-samples/kind.ts';
import { SCENES } from '@widgets/gan-samples/scenes.ts';
import { STRINGS } from '@widgets/gan-samples/strings.ts';
import {
  edit,
  guess,
  holds,
  parts,
  pick,
  speak,
  stops,
  type View,
} from '@widgets/gan-samples/view.ts';

beforeAll(() => readFromDisk());

const sceneView = async (
  query: string,
  lang: 'zh' | 'en' = 'en',
  cursor?: Cursor,
): Promise<View> => {
  const scenes = { it: { query, title: { zh: '', en: '' } } };
  const { view } = await workScene(KIND, scenes, 'it', 'gan-samples', STRINGS[lang], () => '');
  return { ...view, image: undefined, ...(cursor && { cursor }) };
};

test('as many verdicts as samples, wrong ones marked; the tally adds up', async () => {
  const view = await sceneView('seed=4&n=20');
  const { samples, facts } = parts(view);
  const verdicts = [...samples.matchAll(/<b( class="no")?>(\d)<\/b>/g)];
  expect(verdicts).toHaveLength(20);
  const right = verdicts.filter(([, no], i) => {
    expect(no === undefined).toBe(Number(verdicts[i][2]) === i % 10);
    return no === undefined;
  }).length;
  expect(facts).toContain(`<data data-output="agreed" value="${right}">`);
  const counts = [...facts.matchAll(/<span>\d <b>(\d+)<\/b>/g)].map(([, n]) => Number(n));
  expect(counts.reduce((sum, n) => sum + n, 0)).toBe(20);
  expect(guess(view, [`${right}`]).right).toBe(true);
  expect(guess(view, [`${right - 1}`]).right).toBe(false);
  expect(guess(view, ['']).text).toBe(STRINGS.en.notNumber);
});

test('the arithmetic of every number of z adds up, with and without a walk', async () => {
  const value = '\\(?(−?[\\d.e-]+)\\)?';
  const read = (text: string) => Number(text.replace('−', '-'));
  const still = await sceneView('seed=4&truncation=0.6&sample=3');
  const moving = await sceneView('seed=4&to=8&walk=slerp&t=0.3&truncation=0.6&n=4&sample=3');
  for (let i = 0; i < 32; i++) {
    const cursor = { on: 'z', at: [0, 0, i] };
    const a = parts({ ...still, cursor }).formula.replace(/<[^>]*>/g, '');
    const [, psi, epsilon, z] = new RegExp(`= ${value}×${value} [=≈] ${value}$`).exec(a)!.map(read);
    expect(psi * epsilon).toBeCloseTo(z, 4);
    const b = parts({ ...moving, cursor }).formula.replace(/<[^>]*>/g, '');
    const [, k, p, from, q, to, sum] = new RegExp(`= ${value}×\\(${value}×${value} \\+ ${value}×${value}\\) [=≈] ${value}$`).exec(b)!.map(read); // prettier-ignore
    expect(k * (p * from + q * to)).toBeCloseTo(sum, 4);
    expect(speak({ ...still, cursor })).toContain('sample 4');
  }
});

describe('choosing', () => {
  test('a press on a cell chooses its sample, an empty cell does not', async () => {
    const view = await sceneView('n=5');
    expect(pick(view, { on: 'samples', at: [0, 1, 1] })).toMatchObject({ sample: '4' });
    expect(pick(view, { on: 'samples', at: [0, 1, 2] })).toBeUndefined();
    expect(holds({ ...view, cursor: { on: 'samples', at: [0, 1, 2] } })).toBe(false);
    expect(stops(view)).toHaveLength(5);
  });

  test('fewer samples let go of one that is gone', async () => {
    const view = await sceneView('n=9&sample=8');
    expect(edit(view, 'n', '4')).toEqual({ n: '4' });
    expect(edit(view, 'n', '9')).toEqual({ n: '9', sample: '8' });
  });

  test('a stop of a walk is a share of the way', async () => {
    const view = await sceneView('walk=lerp');
    expect(pick(view, { on: 'strip', at: [0, 0, 8] })).toMatchObject({ t: '1' });
    expect(stops(view)).toHaveLength(9);
  });
});

test('the words of clothes, and markup in neither language left open', async () => {
  for (const lang of ['zh', 'en'] as const) {
    for (const { query } of Object.values(SCENES)) {
      const html = Object.values(parts(await sceneView(query, lang))).join('');
      for (const tag of ['figure', 'table', 'div', 'p', 'svg', 'select', 'button']) {
        const count = (pattern: RegExp) => html.match(pattern)?.length ?? 0;
        expect(count(new RegExp(`<${tag}[ >]`, 'g')), tag).toBe(
          count(new RegExp(`</${tag}>`, 'g')),
        );
      }
      expect(html).not.toMatch(/undefined|NaN|\{\w+\}/);
    }
  }
  expect(parts(await sceneView('model=fashion-gan', 'zh')).chosen).toContain('T 恤');
});
