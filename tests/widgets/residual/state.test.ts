import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/residual/kind.ts';
import { SCENES } from '@widgets/residual/scenes.ts';
import { DEFAULTS, format, KEYS, KERNELS, texts } from '@widgets/residual/state.ts';
import { STRINGS } from '@widgets/residual/strings.ts';
import { queryText } from '@widgets/toolkit/query.ts';
import { addressOf } from '../address.ts';
import { combinations } from './combinations.ts';

const { read, good, refused } = addressOf(KIND, SCENES, STRINGS);

describe('the address', () => {
  test('round trip: 400 combinations and every scene come back as they were', () => {
    const states = [
      ...combinations(400, 7, { nets: 4 }).map(({ state }) => state),
      ...Object.values(SCENES).map(({ query }) => good(read(query).query)),
    ];
    for (const state of states) {
      expect(good(texts(state))).toEqual(state);
      const text = queryText(format(state), KEYS);
      expect(good(read(text).query), text).toEqual(state);
    }
  });

  test('kernels stand in the address only where they were typed', () => {
    for (const { query } of Object.values(SCENES)) {
      const keys = Object.keys(format(good(read(query).query)));
      expect(keys.filter((key) => (KERNELS as readonly string[]).includes(key))).toEqual([]);
    }
    const typed = good({ filters: '1', input: '1', kernel1: '1,0,0;0,1,0;0,0,1' });
    expect(format(typed)).toEqual({ input: '1', filters: '1', kernel1: '1,0,0;0,1,0;0,0,1' });
  });

  test('the defaults are the texts of the default state, less its kernels', () => {
    const { kernel1, kernel2, projection, ...rest } = texts(good({}));
    expect(rest).toEqual(DEFAULTS);
    expect([kernel1, kernel2].map((text) => text!.split(/[,;|/]/).length)).toEqual([36, 36]);
    expect(projection!.split(/[|/]/)).toHaveLength(4);
  });

  test('filters, channels, rows and columns of a kernel stand where the text has them', () => {
    const { kernel1, projection } = good({
      input: '1|2',
      filters: '1',
      kernel1: '1,2,3;4,5,6;7,8,9|11,12,13;14,15,16;17,18,19',
      projection: '5|7',
    });
    expect(kernel1.shape).toEqual([3, 3, 2, 1]);
    expect([...kernel1.data.slice(0, 6)]).toEqual([1, 11, 2, 12, 3, 13]);
    expect([...projection.data]).toEqual([5, 7]);
  });

  test('another choice of weights leaves the projection, another seed does not', () => {
    const of = (query: Record<string, string>) => [...good(query).projection.data];
    expect(of({ weights: 'zero' })).toEqual(of({}));
    expect(good({ weights: 'zero' }).kernel1.data.every((v) => v === 0)).toBe(true);
    const all = Array.from({ length: 9 }, (_, i) => `${of({ seed: `${i}` })}`);
    expect(new Set(all).size).toBeGreaterThan(4);
  });

  test.each([
    ['mode=nett', ['mode: choice']],
    ['join=sum', ['join: choice']],
    ['weights=one', ['weights: choice']],
    ['input=1,2;3', ['input: ragged']],
    ['input=1,2,3,4,5,6,7', ['input: too-many']],
    ['input=1|2|3|4', ['input: too-many']],
    ['input=100', ['input: range']],
    ['input=%3Cimg%20src=x%20onerror=alert(1)%3E', ['input: not-a-number']],
    ['filters=4', ['filters: range']],
    ['filters=1.5', ['filters: not-whole']],
    ['kernel1=1', ['kernel1: filters']],
    ['kernel1=1,2;3,4/1,2;3,4', ['kernel1: channels']],
    ['filters=1&kernel2=1,2;3,4', ['kernel2: sides']],
    ['filters=1&kernel2=1,2,3;4,5,6', ['kernel2: sides']],
    ['filters=1&projection=1,2|1,2', ['projection: sides']],
    ['filters=1&projection=1|x', ['projection: not-a-number']],
    ['relu=2', ['relu: choice']],
    ['depth=7', ['depth: even']],
    ['depth=42', ['depth: range']],
    ['shallow=2', ['shallow: range']],
    ['rate=0', ['rate: range']],
    ['rate=NaN', ['rate: not-a-number']],
    ['steps=121', ['steps: range']],
    ['steps=-1', ['steps: range']],
    ['seed=x', ['seed: not-a-number']],
    ['colour=1', ['colour: unknown-key']],
    ['v=2', ['v: version']],
    ['depth=5&steps=999', ['depth: even', 'steps: range']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });

  test('every key has a name in both languages, and stands in the table of the contract', () => {
    const row = readFileSync('docs/widgets-contract.md', 'utf8')
      .split('\n')
      .find((line) => line.startsWith('| `residual`'))!;
    for (const key of KEYS) {
      expect(STRINGS.zh.names).toHaveProperty(key);
      expect(STRINGS.en.names).toHaveProperty(key);
      expect(row).toContain(`\`${key}\``);
    }
    for (const output of Object.keys(STRINGS.en.tables)) expect(row).toContain(`\`${output}\``);
  });
});
