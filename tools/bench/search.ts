/**
 * `npm run bench:search`: how often the right concept comes first. Reads tests/search/*.yaml, makes
 * the index from the sources, and asks the matcher that readers use. Where the site was built and a
 * browser is there, also what a reader waits for in it: bytes and first concept, whole answer.
 *
 * queries*.yaml are for development. held-out.yaml is blind: its misses are never listed.
 *
 * --misses lists what went wrong · --first asks before the second file is there · --no-page no browser
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { buildIndex, buildText } from '../../src/search/build.ts';
import { Matcher } from '../../src/search/match.ts';
import { packNames } from '../../src/search/names.ts';
import { readSources } from '../search/sources.ts';
import { sentBytes } from '../serve.mjs';
import { measureSearch, TARGET } from './search-page.mjs';
import { kilobytes, median, milliseconds, table } from './table.mjs';

export interface Query {
  q: string;
  lang: 'zh' | 'en';
  category: string;
  concept: string;
  also?: string[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values: options } = parseArgs({
  options: {
    misses: { type: 'boolean' },
    first: { type: 'boolean' },
    'no-page': { type: 'boolean' },
  },
});

const sources = await readSources(root);
const index = buildIndex(sources);
const text = buildText(sources);
const matcher = new Matcher(index);
if (!options.first) matcher.addText(text);

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
const sent = (value: unknown): string => kilobytes(sentBytes(JSON.stringify(value)));
console.log(`first file ${sent(packNames(index))} gz, second file ${sent(text)} gz\n`);

const BLIND = 'held-out.yaml';
/** Target for the matcher alone, in ms. */
const MATCHER_MS = 15;
/** Queries asked in a browser. */
const IN_PAGE = 40;
const folder = join(root, 'tests/search');
const development = readdirSync(folder).filter((name) => /^queries.*\.yaml$/.test(name));
development.sort((a, b) => a.length - b.length || a.localeCompare(b));
for (const name of [...development, BLIND]) {
  const blind = name === BLIND;
  if (blind && !readdirSync(folder).includes(name)) {
    console.log(`${BLIND} is not there: nothing was asked blind`);
    continue;
  }
  const queries = parse(readFileSync(join(folder, name), 'utf8')) as Query[];
  const groups = new Map<string, { asked: number; right: number; none: number }>();
  const times: number[] = [];
  for (const { q, category, concept, also = [] } of queries) {
    const start = performance.now();
    const found = matcher.search(q).filter(({ entry }) => entry.kind === 'concept');
    times.push(performance.now() - start);
    const right = [concept, ...also].includes(found[0]?.entry.id);
    for (const key of [category, 'all']) {
      const group = groups.get(key) ?? { asked: 0, right: 0, none: 0 };
      group.asked++;
      if (right) group.right++;
      if (!found.length) group.none++;
      groups.set(key, group);
    }
    if (!right && options.misses && !blind) {
      const first = found.slice(0, 3).map(({ entry, score }) => `${entry.id} ${score.toFixed(0)}`);
      console.log(`  ${category}: ${q} → ${first.join(', ') || 'nothing'}; wanted ${concept}`);
    }
  }
  console.log(`${name} (${blind ? 'blind' : 'development'}): ${queries.length} queries`);
  const rows = [...groups].sort(([a], [b]) => Number(a === 'all') - Number(b === 'all'));
  console.log(
    table(
      ['category', 'asked', 'first is right', 'nothing found'],
      rows.map(([key, { asked, right, none }]) => [
        key,
        asked,
        percent(right, asked),
        percent(none, asked),
      ]),
    ),
  );
  console.log(
    `  median ${milliseconds(median(times))} a query (target ${milliseconds(MATCHER_MS)})\n`,
  );
}

if (!options['no-page']) {
  if (existsSync(join(root, 'dist/search/names.json'))) await measurePage();
  else console.log('There is no built site in dist/: nothing was measured in a browser.');
}

/** Asks every so manieth query of the development files in a browser, on the built site. */
async function measurePage(): Promise<void> {
  const all = development.flatMap(
    (name) => parse(readFileSync(join(folder, name), 'utf8')) as Query[],
  );
  const every = Math.floor(all.length / IN_PAGE);
  const queries = all.filter((_, at) => at % every === 0).map(({ q }) => q);
  const { findBrowser } = await import('../lib/browser.mjs');
  const { serve } = await import('../serve.mjs');
  const site = await serve({ dir: 'dist' });
  try {
    const { bytes, first, full, asked } = await measureSearch(
      site.address,
      await findBrowser(),
      queries,
    );
    console.log(`in a browser, medians of ${asked} queries`);
    const row = (what: string, value: string, target: string, holds: boolean) => [
      what,
      value,
      target,
      holds ? 'yes' : 'no',
    ];
    console.log(
      table(
        ['what', 'measured', 'target', 'holds'],
        [
          row(
            'sent before the first hit',
            kilobytes(bytes),
            kilobytes(TARGET.bytes),
            bytes <= TARGET.bytes,
          ),
          row(
            'keystroke to first concept',
            milliseconds(first),
            milliseconds(TARGET.first),
            first <= TARGET.first,
          ),
          row(
            'keystroke to whole answer, warm',
            milliseconds(full),
            milliseconds(TARGET.full),
            full <= TARGET.full,
          ),
        ],
      ),
    );
  } finally {
    site.server.closeAllConnections();
    site.server.close();
  }
}
