import { LANGS, otherLang } from '../../../src/i18n/langs.ts';
import { linesOf } from '../flatten.ts';
import type { Element, Page } from '../page.ts';
import { proseOf, TEXT_PROPS, yamlTexts } from '../prose.ts';
import type { Finding } from '../rule.ts';
import { foldersOf, type Site } from '../site.ts';
import { IN_SENTENCES } from './parity-components.ts';

const NUMBER = /\d[\d,]*(?:\.\d+)?\s?%?/g;

/** The decimals and percentages of a text. */
function numbers(text: string): Set<string> {
  const all = text.match(NUMBER) ?? [];
  return new Set(all.map((one) => one.replace(/[\s,]/g, '')).filter((one) => /[.%]/.test(one)));
}

function inYaml(site: Site): Finding[] {
  return yamlTexts(site).flatMap(({ yaml, path, text }) =>
    LANGS.flatMap((lang) => {
      const other = numbers(text[otherLang(lang)]);
      return [...numbers(text[lang])]
        .filter((number) => !other.has(number))
        .map((number) => ({
          ...yaml.place([...path, lang]),
          file: yaml.file,
          message: `${path.join('.')}: ${number} stands only in ${lang}`,
          fix: `give the same numbers in ${otherLang(lang)}`,
        }));
    }),
  );
}

/** The decimals and percentages in the words of a component (a description may spell them out). */
function described({ props }: Element): Set<string> {
  return new Set(TEXT_PROPS.flatMap((prop) => [...numbers(props[prop] ?? '')]));
}

function inProperties(site: Site): Finding[] {
  return foldersOf(site).flatMap(({ pages: { zh, en } }) => {
    const inFlow = (page?: Page) =>
      page?.elements.filter(({ name }) => !IN_SENTENCES.includes(name));
    const [left, right] = [inFlow(zh) ?? [], inFlow(en) ?? []];
    if (left.length !== right.length) return []; // parity-components says so
    return right.flatMap((element, at): Finding[] => {
      const [theirs, ours] = [[...described(left[at])], [...described(element)]];
      if (!theirs.length || !ours.length) return [];
      if (theirs.sort().join() === ours.sort().join()) return [];
      const { line, column, name } = element;
      const message = `<${name}> says ${ours.join(', ')}, the zh page ${theirs.join(', ')}`;
      return [
        { file: en!.file, line, column, message, fix: 'give the same numbers on both pages' },
      ];
    });
  });
}

/** Notebooks have no facts: their decimals stand in the text, the same ones in both languages. */
function inNotebooks(site: Site): Finding[] {
  const typed = (file: string) =>
    numbers(
      proseOf(site)
        .filter((prose) => prose.file === file && prose.from === 'page')
        .flatMap((prose) => linesOf(prose).map(({ text }) => text))
        .join('\n'),
    );
  return site.notebooks.flatMap(({ pages }) =>
    LANGS.flatMap((lang): Finding[] => {
      const [own, other] = [pages[lang], pages[otherLang(lang)]];
      if (!own || !other) return [];
      const theirs = typed(other.file);
      return [...typed(own.file)]
        .filter((number) => !theirs.has(number))
        .map((number) => ({
          file: own.file,
          line: Math.max(1, own.text.split('\n').findIndex((row) => row.includes(number)) + 1),
          message: `${number} stands only in ${lang}`,
          fix: `give the same numbers in ${other.file}`,
        }));
    }),
  );
}

/** Texts in yaml and in properties name the same decimals and percentages in both languages. */
export default function parityNumbers(site: Site): Finding[] {
  return [...inYaml(site), ...inProperties(site), ...inNotebooks(site)];
}
