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
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'widgets-'));
    const write = (page: string, ...widgets: string[]) => {
      mkdirSync(join(folder, page), { recursive: true });
      const html = widgets.map((name) => `<section class="w" data-widget="${name}" id="${name}">`);
      writeFileSync(join(folder, page, 'index.html'), html.join('\n'));
    };
    const concepts = ['relu', 'outline', 'gan', 'pooling'].map((slug) => ({ slug }));
    writeFileSync(join(folder, 'catalog.json'), JSON.stringify({ concepts }));
    write('zh', 'convolution');
    write('zh/concepts/gan', 'gan-2d', 'pooling');
    write('zh/concepts/pooling', 'pooling');
    write('zh/concepts/relu', 'activations');
    write('zh/models/scenes-detector', 'detector');
    write('en/concepts/gan', 'english-only');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are those in its pages, each on the first one: concepts in their order, then the rest', () => {
    expect(widgetsOf(folder)).toEqual([
      { name: 'activations', page: 'zh/concepts/relu/' },
      { name: 'gan-2d', page: 'zh/concepts/gan/' },
      { name: 'pooling', page: 'zh/concepts/gan/' },
      { name: 'convolution', page: 'zh/' },
      { name: 'detector', page: 'zh/models/scenes-detector/' },
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
