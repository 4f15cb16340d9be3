/** What every address of a widget is tested with: read it, name its problems, say them. */
import { expect } from 'vitest';
import type { Lang } from '@i18n/langs.ts';
import type { Kind } from '@widgets/toolkit/kind.ts';
import { readQuery, type Problem, type Query } from '@widgets/toolkit/query.ts';
import { fill } from '@widgets/toolkit/text.ts';

interface Words {
  problems?: Readonly<Record<string, string>>;
  names: Readonly<Record<string, string>>;
}

/** Readers of the addresses of one widget. */
export function addressOf<S extends object, W>(
  { keys, either = [], parse }: Kind<S, W>,
  scenes: Readonly<Record<string, { query: string }>>,
  strings: Readonly<Record<Lang, Words>>,
) {
  const read = (text: string) =>
    readQuery<string>(text, keys, either, (name) => scenes[name]?.query);
  const problems = (text: string): Problem[] => {
    const { query, problems: first } = read(text);
    return [...first, ...(parse(query).problems ?? [])];
  };
  const codes = (text: string) => problems(text).map(({ key, code }) => `${key}: ${code}`);

  /** The state of a query that is right. */
  function good(query: Query): S {
    const { state, problems: found } = parse(query);
    expect(found, JSON.stringify(query)).toBeUndefined();
    return state!;
  }

  /** Expects an address to be refused with these problems, each in whole sentences of both languages. */
  function refused(text: string, expected: readonly string[]): void {
    expect(codes(text)).toEqual(expected);
    for (const { problems: sentences, names } of Object.values(strings)) {
      for (const { code, key, params } of problems(text)) {
        expect(sentences![code], code).toBeDefined();
        const said = fill(sentences![code], { key, name: names[key] ?? key, ...params });
        expect(said).not.toMatch(/\{|undefined/);
      }
    }
  }

  return { read, problems, codes, good, refused };
}
