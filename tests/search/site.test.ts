/** The index of the handbook itself: what it costs, and that labelled queries find their page. */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { build } from 'vite';
import { parse } from 'yaml';
import { buildIndex, buildText } from '../../src/search/build.ts';
import { Matcher } from '../../src/search/match.ts';
import type { IndexFile, TextFile } from '../../src/search/types.ts';
import { readSources } from '../../tools/search/sources.ts';

interface Query {
  q: string;
  category: string;
  concept: string;
  also?: string[];
}

/** The files for development; held-out.yaml is left to `npm run bench:search`. */
const files = readdirSync('tests/search').filter((name) => /^queries.*\.yaml$/.test(name));
const readQueries = (name: string): Query[] =>
  parse(readFileSync(`tests/search/${name}`, 'utf8')) as Query[];
const queries = files.flatMap(readQueries);
const gz = (text: string): number => gzipSync(text, { level: 9 }).length;
let index: IndexFile;
let text: TextFile;
let matcher: Matcher;

beforeAll(async () => {
  const sources = await readSources(process.cwd());
  index = buildIndex(sources);
  text = buildText(sources);
  matcher = new Matcher(index);
}, 120_000);

describe('bytes', () => {
  it('before the first hit at most 30 kB gz: the names and the script', async () => {
    const result = await build({
      configFile: false,
      logLevel: 'error',
      build: {
        write: false,
        rolldownOptions: {
          input: 'src/components/site/search.ts',
          preserveEntrySignatures: 'strict',
        },
      },
    });
    const outputs = Array.isArray(result) ? result : [result];
    const code = outputs
      .flatMap((each) => ('output' in each ? each.output : []))
      .map((each) => (each.type === 'chunk' && !each.isDynamicEntry ? each.code : ''))
      .join('');
    expect(code.length).toBeGreaterThan(1000);
    expect(gz(JSON.stringify(index)) + gz(code)).toBeLessThanOrEqual(30_000);
  }, 60_000);

  // Three quarters are the words of whole texts: questions that name no concept need them.
  it('the second file at most 160 kB gz', () => {
    expect(gz(JSON.stringify(text))).toBeLessThanOrEqual(160_000);
  });
});

describe('labelled queries', () => {
  it.each(files)('%s names pages that exist, each at most four times', (name) => {
    const slugs = new Set(index.concepts.map(([slug]) => slug));
    const times = new Map<string, number>();
    for (const { concept, also = [] } of readQueries(name)) {
      for (const slug of [concept, ...also]) expect(slugs).toContain(slug);
      times.set(concept, (times.get(concept) ?? 0) + 1);
    }
    expect([...times].filter(([, count]) => count > 4)).toEqual([]);
  });

  it('are asked in every category', () => {
    expect(new Set(queries.map(({ category }) => category)).size).toBe(10);
    expect(queries.length).toBeGreaterThanOrEqual(300);
  });

  const share = (list: Query[], right: (query: Query) => boolean): number =>
    list.filter(right).length / list.length;
  const firstIsRight = ({ q, concept, also = [] }: Query): boolean => {
    const found = matcher.search(q).find(({ entry }) => entry.kind === 'concept');
    return found !== undefined && [concept, ...also].includes(found.entry.id);
  };

  /** Where 90 % is not reached: questions and words of texts that share few words with their page. */
  const BELOW: Readonly<Record<string, number>> = { 'zh-question': 0.78, body: 0.87 };

  it('have the right concept first: 90 % in each category but two', () => {
    matcher.addText(text);
    expect(share(queries, firstIsRight)).toBeGreaterThanOrEqual(0.94);
    expect(share(readQueries('queries.yaml'), firstIsRight)).toBeGreaterThanOrEqual(0.98);
    for (const category of new Set(queries.map((query) => query.category))) {
      const own = queries.filter((query) => query.category === category);
      expect(share(own, firstIsRight), category).toBeGreaterThanOrEqual(BELOW[category] ?? 0.9);
    }
    expect(share(queries, ({ q }) => matcher.search(q).length === 0)).toBeLessThanOrEqual(0.01);
  });

  it('two names beside each other are not taken for a misspelled third', () => {
    const asked = { q: '卷积 步幅', category: 'mixed', concept: 'padding-and-stride' };
    expect(firstIsRight(asked)).toBe(true);
  });

  it('everyday words are there for every page and no other', () => {
    const asked = parse(readFileSync('src/search/asked.yaml', 'utf8')) as Record<string, unknown>;
    expect(Object.keys(asked).sort()).toEqual(index.concepts.map(([slug]) => slug).sort());
  });

  it('a query is answered within 15 ms', () => {
    const times = queries.map(({ q }) => {
      const start = performance.now();
      matcher.search(q);
      return performance.now() - start;
    });
    expect(times.sort((a, b) => a - b)[Math.floor(times.length / 2)]).toBeLessThan(15);
  });
});
