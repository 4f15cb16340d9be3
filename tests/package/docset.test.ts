import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DatabaseSync } from 'node:sqlite';
import { transform } from 'lightningcss';
import { describe, expect, it } from 'vitest';
import { tar, tarGz, ustarName } from '../../tools/package/tar.ts';
import { anchorName, docsetPicture } from '../../tools/package/docset.ts';
import { piece, toXml } from '../../tools/package/html.ts';
import { convertFormulas } from '../../tools/package/pages.ts';
import { distinct, searchIndex } from '../../tools/package/sqlite.ts';
import { spelledOut } from '../../tools/package/style.ts';
import { readTar } from './read.ts';

describe('tar', () => {
  const long = `${'文件夹/'.repeat(12)}page.html`;
  const files = [
    { name: 'a.docset/Info.plist', data: Buffer.from('x'.repeat(513)) },
    { name: 'empty', data: Buffer.alloc(0) },
    { name: long, data: Buffer.from('深') },
  ];

  it('keeps names and contents', () => {
    const read = readTar(tar(files));
    expect([...read.keys()]).toEqual(files.map(({ name }) => name));
    expect(files.every(({ name, data }) => read.get(name)!.equals(data))).toBe(true);
    expect(tar(files).length % 512).toBe(0);
  });

  it('packs to equal bytes that name no system and no time', () => {
    const packed = tarGz(files);
    expect(packed.equals(tarGz(files))).toBe(true);
    expect([packed.readUInt32LE(4), packed[9]]).toEqual([0, 255]);
    expect(gunzipSync(packed).equals(tar(files))).toBe(true);
  });

  it('refuses a name that does not fit', () => {
    expect(() => ustarName('x'.repeat(101))).toThrow('too long');
  });
});

describe('the index', () => {
  const entries = [
    { name: '池化', type: 'Guide', path: 'pooling.html' },
    { name: 'O\'Neil "x"', type: 'Word', path: 'glossary.html#x' },
  ];

  it('is a database that Dash and Zeal read', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'docset-test-'));
    try {
      const file = path.join(folder, 'docSet.dsidx');
      writeFileSync(file, searchIndex(entries));
      const database = new DatabaseSync(file, { readOnly: true });
      const rows = database
        .prepare('SELECT id, name, type, path FROM searchIndex ORDER BY id')
        .all();
      expect(rows.map((row) => ({ ...row }))).toEqual(
        entries.map((entry, at) => ({ id: at + 1, ...entry })),
      );
      const [unique] = database.prepare('PRAGMA index_list(searchIndex)').all();
      expect(unique.unique).toBe(1);
      database.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is the same for the same entries', () => {
    expect(searchIndex(entries).equals(searchIndex(entries))).toBe(true);
  });

  it('names a place once, the first writing of it', () => {
    const twice = [...entries, { name: '池化', type: 'Guide', path: 'pooling.html' }];
    const cases = [
      { name: 'ReLU', type: 'Guide', path: 'relu.html' },
      { name: 'relu', type: 'Guide', path: 'relu.html' },
      { name: '', type: 'Guide', path: 'x.html' },
    ];
    expect(distinct(twice)).toEqual(entries);
    expect(distinct(cases)).toEqual([cases[0]]);
  });
});

it('names anchors and pictures as viewers want them', () => {
  expect(anchorName('Section', '怎么 1/2')).toBe(
    '//apple_ref/cpp/Section/%E6%80%8E%E4%B9%88%201%2F2',
  );
  expect(docsetPicture('/widgets/vae/x.webp')).toBe('images/widgets-vae-x.webp');
});

it('keeps KaTeX’s boxes where MathML is not known', () => {
  const body = piece(
    '<p><span class="katex"><span class="katex-mathml"><math><mi>x</mi></math></span><span class="katex-html">x</span></span></p>',
  );
  convertFormulas(body, 'html');
  expect(toXml(body)).toBe('<p><span class="katex"><span class="katex-html">x</span></span></p>');
});

describe('selectors for old viewers', () => {
  const lowered = (css: string) =>
    transform({
      filename: 'a.css',
      code: Buffer.from(css),
      minify: true,
      visitor: { Selector: (selector) => spelledOut(selector) },
    }).code.toString();

  it('are lists instead of choices', () => {
    expect(lowered('.w :is(td, .b):hover{color:red}')).toBe('.w td:hover,.w .b:hover{color:red}');
    expect(lowered('.w:is(td){color:red}')).toBe('td.w{color:red}');
  });

  it('refuse one by one, and ask for nothing that is not known', () => {
    expect(lowered('a:not(.b, .c){color:red}')).toBe('a:not(.b):not(.c){color:red}');
    expect(lowered('a:has(b){color:red}p{color:red}')).toBe('p{color:red}');
  });
});
