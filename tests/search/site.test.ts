/** The index of the handbook itself: what it costs, and that labelled queries find their page. */
import { readFileSync } from 'node:fs';
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

const queries = parse(readFileSync('tests/search/queries.yaml', 'utf8')) as Query[];
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

  it('the second file at most 120 kB gz', () => {
    expect(gz(JSON.stringify(text))).toBeLessThanOrEqual(120_000);
  });
});

describe('labelled queries', () => {
  it('name pages that exist, each at most four times, in every category', () => {
    const slugs = new Set(index.concepts.map(([slug]) => slug));
    const times = new Map<string, number>();
    for (const { concept, also = [] } of queries) {
      for (const slug of [concept, ...also]) expect(slugs).toContain(slug);
      times.set(concept, (times.get(concept) ?? 0) + 1);
    }
    expect([...times].filter(([, count]) => count > 4)).toEqual([]);
    expect(new Set(queries.map(({ category }) => category)).size).toBe(10);
    expect(queries.length).toBeGreaterThanOrEqual(150);
  });

  const share = (list: Query[], right: (query: Query) => boolean): number =>
    list.filter(right).length / list.length;
  const firstIsRight = ({ q, concept, also = [] }: Query): boolean => {
    const found = matcher.search(q).find(({ entry }) => entry.kind === 'concept');
    return found !== undefined && [concept, ...also].includes(found.entry.id);
  };

  it('have the right concept first: 95 % in all, 85 % in each category', () => {
    matcher.addText(text);
    expect(share(queries, firstIsRight)).toBeGreaterThanOrEqual(0.95);
    for (const category of new Set(queries.map((query) => query.category))) {
      const own = queries.filter((query) => query.category === category);
      expect(share(own, firstIsRight), category).toBeGreaterThanOrEqual(0.85);
    }
    expect(share(queries, ({ q }) => matcher.search(q).length === 0)).toBeLessThanOrEqual(0.01);
  });

  it('a keystroke is answered within 50 ms', () => {
    const times = queries.map(({ q }) => {
      const start = performance.now();
      matcher.search(q);
      return performance.now() - start;
    });
    expect(times.sort((a, b) => a - b)[Math.floor(times.length / 2)]).toBeLessThan(50);
  });
});
