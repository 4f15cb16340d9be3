import { expect, test } from 'vitest';
import { splitHash } from '@widgets/toolkit/hash.ts';

test('only the hash of this instance counts', () => {
  expect(splitHash('#pooling?stride=2', 'pooling')).toBe('stride=2');
  expect(splitHash('#pooling?', 'pooling')).toBe('');
  expect(splitHash('#pooling?a=b?c', 'pooling')).toBe('a=b?c');
  for (const hash of ['', '#', '#pooling', '#pooling-2?stride=2', '#conv-pooling?x=1', '#?x=1']) {
    expect(splitHash(hash, 'pooling'), hash).toBeUndefined();
  }
  expect(splitHash('#pooling-2?stride=2', 'pooling-2')).toBe('stride=2');
});
