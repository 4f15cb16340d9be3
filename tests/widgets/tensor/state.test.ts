import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { reference } from '@widgets/tensor/reference.ts';
import { KIND } from '@widgets/tensor/kind.ts';
import { SCENES } from '@widgets/tensor/scenes.ts';
import { bytesOf, DEFAULTS, KEYS, resultType, texts } from '@widgets/tensor/state.ts'; // prettier-ignore
import { STRINGS } from '@widgets/tensor/strings.ts';
import { queryText, withoutDefaults } from '@widgets/toolkit/query.ts';
import { addressOf } from '../address.ts';
import { combinations } from './combinations.ts';

const { read, good, refused } = addressOf(KIND, SCENES, STRINGS);
const numbers = (rest: string) => `source=numbers&${rest}`;

describe('the address', () => {
  test('round trip: 500 combinations and every scene come back as they were', () => {
    const states = [
      ...combinations(500, 7).map(({ state }) => state),
      ...Object.values(SCENES).map(({ query }) => good(read(query).query)),
    ];
    for (const state of states) {
      const text = queryText(withoutDefaults(texts(state), DEFAULTS), KEYS);
      expect(good(read(text).query), text).toEqual(state);
    }
  });

  test('what is not given follows from the shape', () => {
    expect(texts(good({}))).toEqual(DEFAULTS);
    const four = good({ source: 'numbers', shape: '2,3,4', op: 'transpose' });
    expect([four.perm, four.to, four.axes]).toEqual([[2, 1, 0], [4, 3, 2], [2]]);
    expect(good({ source: 'numbers', shape: '2,3,4', op: 'matmul' }).bShape).toEqual([4, 2]);
    expect(good({ source: 'numbers', shape: '2,3', op: 'stack' }).bShape).toEqual([2, 3]);
    expect(good({ source: 'numbers', shape: '', op: 'broadcast' }).bShape).toEqual([]);
    expect(good({ source: 'numbers', values: '0.5,1,2,3,4,5' }).dtype).toBe('float32');
    expect(good({ source: 'color' }).dtype).toBe('uint8');
  });

  test.each([
    ['source=cat', ['source: choice']],
    ['op=constructor', ['op: choice']],
    ['shape=2,2', ['shape: not-numbers']],
    [numbers('shape=0'), ['shape: range']],
    [numbers('shape=2,x'), ['shape: not-a-number']],
    [numbers('shape=1,1,1,1,1'), ['shape: too-many-axes']],
    [numbers('shape=121'), ['shape: too-many']],
    [numbers('values=1,2'), ['values: count']],
    [numbers('values=1,2,3,4,5,'), ['values: empty']],
    [numbers('values=1,2,3,4,5,5e9'), ['values: range']],
    [numbers('dtype=float16'), ['dtype: choice']],
    [numbers('dtype=uint8&values=1,2,3,4,5,256'), ['values: does-not-fit']],
    [numbers('dtype=int32&values=1,2,3,4,5,0.5'), ['values: does-not-fit']],
    [numbers('op=reshape&to=2,4'), ['to: sizes-differ']],
    [numbers('op=reshape&to=-1,-1'), ['to: two-unknown']],
    [numbers('op=reshape&to=4,-1'), ['to: unknown-not-whole']],
    [numbers('op=reshape&to=-2,3'), ['to: range']],
    [numbers('op=transpose&perm=0,0'), ['perm: permutation']],
    [numbers('op=transpose&perm=0'), ['perm: permutation']],
    [numbers('op=transpose&perm=0,9'), ['perm: range']],
    [numbers('op=slice&slice=0,0,0'), ['slice: too-many-slices']],
    [numbers('op=slice&slice=2'), ['slice: index']],
    [numbers('op=slice&slice=1:1'), ['slice: empty-slice']],
    [numbers('op=slice&slice=::0'), ['slice: slice']],
    [numbers('op=slice&slice=a'), ['slice: slice']],
    [numbers('op=broadcast&bShape=2'), ['bShape: mismatch']],
    [numbers('op=broadcast&bShape=4,3'), ['bShape: mismatch']],
    [numbers('op=broadcast&bShape=2,3&bValues=1'), ['bValues: count']],
    [numbers('op=broadcast&dtype=uint8&bShape=2,3&bValues=1,2,3,4,5,-6'), ['bValues: does-not-fit']], // prettier-ignore
    [numbers('op=reduce&axes=2'), ['axes: axis']],
    [numbers('op=reduce&axes=0,-2'), ['axes: axis-twice']],
    [numbers('op=reduce&keepdims=yes'), ['keepdims: choice']],
    [numbers('op=matmul&bShape=2,2'), ['bShape: inner']],
    [numbers('op=matmul&bShape=3'), ['bShape: needs-matrices']],
    [numbers('shape=2,2,3&op=matmul&bShape=3,3,2'), ['bShape: fronts']],
    [numbers('op=concat&bShape=2,4'), ['bShape: concat']],
    [numbers('op=concat&axis=2'), ['axis: axis']],
    [numbers('op=stack&bShape=3,2'), ['bShape: stack']],
    [numbers('op=stack&axis=3'), ['axis: axis']],
    [numbers('shape=1,1,1,2&op=stack'), ['bShape: too-many-axes']],
    [numbers('values=1,2,3,4,5,300.5&op=cast&as=uint8'), ['as: undefined-cast']],
    ['source=color&op=broadcast&bShape=31', ['bShape: mismatch']],
    ['source=color&op=matmul&bShape=3,200', ['bShape: too-many']],
    ['source=color&op=broadcast&bShape=4096,1,1,1', ['bShape: too-many']],
    ['colour=1', ['colour: unknown-key']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });
});

test('types of results and their bytes, as NumPy has them', () => {
  const of = (query: Record<string, string>) => resultType(good({ source: 'numbers', ...query }));
  expect(of({ op: 'reduce', reduce: 'sum' })).toBe('int64');
  expect(of({ op: 'reduce', reduce: 'sum', dtype: 'uint8' })).toBe('uint64');
  expect(of({ op: 'reduce', reduce: 'mean' })).toBe('float64');
  expect(of({ op: 'reduce', reduce: 'mean', dtype: 'float32' })).toBe('float32');
  expect(of({ op: 'reduce', reduce: 'max' })).toBe('int32');
  expect(of({ op: 'cast', as: 'uint8' })).toBe('uint8');
  expect(['uint8', 'int32', 'float32', 'int64', 'float64'].map(bytesOf)).toEqual([1, 4, 4, 8, 8]);
});

test('docs/widgets-contract.md names every key and output', () => {
  const docs = readFileSync(new URL('../../../docs/widgets-contract.md', import.meta.url), 'utf8');
  const row = docs.split('\n').find((line) => line.startsWith('| `tensor`'))!;
  for (const key of KEYS) expect(row).toContain(`\`${key}\``);
  const outputs = reference(good({ source: 'numbers', op: 'transpose' }), undefined);
  for (const name of ['b', ...Object.keys(outputs)]) expect(row).toContain(`\`${name}\``);
});
