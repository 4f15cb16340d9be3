/** The parts of `npm run bench` that can be tested without a browser. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { widgetsOf } from '../../tools/bench/catalog.mjs';
import { sizeOf } from '../../tools/bench/size.mjs';
import { kilobytes, median, milliseconds, table } from '../../tools/bench/table.mjs';

describe('numbers and tables', () => {
  it('take the middle, whatever the order', () => {
    expect(median([5, 1, 100])).toBe(5);
    expect(median([10, 9, 100, 1])).toBe(9.5);
    expect(median([7])).toBe(7);
    expect(() => median([])).toThrow(RangeError);
  });

  it('are written with their unit', () => {
    expect([kilobytes(1234), kilobytes(2_500_000)]).toEqual(['1.2 kB', '2.50 MB']);
    expect([milliseconds(3.14), milliseconds(1234.5)]).toEqual(['3.1 ms', '1235 ms']);
  });

  it('stand in columns', () => {
    expect(table(['page', 'SEO'], [['/zh/', 100], ['/', 9]]).split('\n')).toEqual([
      '  page  SEO',
      '  ────  ───',
      '  /zh/  100',
      '  /     9',
    ]); // prettier-ignore
  });
});

describe('the widgets of a site', () => {
  const concept = (slug: string, widgets: string[], languages = ['zh', 'en']) => ({
    slug,
    widgets,
    languages,
  });

  it('are those of the catalog, each on its first page', () => {
    const concepts = [
      concept('outline', ['later'], []),
      concept('relu', ['activations']),
      concept('convolution', ['convolution', 'pooling']),
      concept('pooling', ['pooling']),
      concept('history', []),
    ];
    expect(widgetsOf({ concepts })).toEqual([
      { name: 'activations', page: 'zh/concepts/relu/' },
      { name: 'convolution', page: 'zh/concepts/convolution/' },
      { name: 'pooling', page: 'zh/concepts/convolution/' },
    ]);
  });
});

describe('the size of a site', () => {
  let folder: string;
  const page = '<p>again and again</p>'.repeat(100);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'size-'));
    mkdirSync(join(folder, 'og'));
    mkdirSync(join(folder, 'zh'));
    writeFileSync(join(folder, 'zh', 'index.html'), page);
    writeFileSync(join(folder, 'og', 'one.png'), Buffer.alloc(1000));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is not measured when nothing was built', () => {
    expect(() => sizeOf(folder)).toThrow('there is no built site');
  });

  it('counts pages, and text as it is compressed', () => {
    writeFileSync(join(folder, 'index.html'), 'home');
    const sent = (text: string) => gzipSync(text, { level: 9 }).length;
    expect(sizeOf(folder)).toEqual({
      pages: 2,
      files: 3,
      bytes: page.length + 4 + 1000,
      sent: sent(page) + sent('home') + 1000,
      images: 1000,
      largestPage: { file: 'zh/index.html', sent: sent(page) },
    });
  });
});
