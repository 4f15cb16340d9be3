/** `npm run new -- widget <name>`: a small widget of the toolkit that works and keeps the contract. */
import { LANGS } from '../../src/i18n/langs.ts';
import { namesOf } from './names.ts';
import { readText, Refusal, template, type Options, type Plan } from './plan.ts';

export const WIDGET_OPTIONS = ['zh', 'en'];

const PARTS = [
  'state.ts',
  'reference.ts',
  'compute.ts',
  'view.ts',
  'strings.ts',
  'scenes.ts',
  'code.ts',
  'kind.ts',
  'live.ts',
  'Widget.astro',
];

const TESTS = [
  'combinations.ts',
  'state.test.ts',
  'compute.test.ts',
  'view.test.ts',
  'code.test.ts',
];

/** The folder of a widget that multiplies numbers, to be turned into another one, and its tests. */
export function widget(root: string, name: string, options: Options): Plan {
  const names = namesOf(name);
  const folder = `src/components/widgets/${name}`;
  if (readText(root, `${folder}/Widget.astro`) !== undefined) {
    throw new Refusal(`${folder} is already there, and nothing is overwritten`);
  }
  const title = Object.fromEntries(
    LANGS.map((lang) => [lang, String(options[lang] ?? '').trim() || names.Words]),
  );
  const quote = (text: string) =>
    text.includes("'") && !text.includes('"')
      ? JSON.stringify(text)
      : `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const words = { ...names, nameZh: quote(title.zh), nameEn: quote(title.en) };
  return {
    write: {
      ...Object.fromEntries(
        PARTS.map((part) => [`${folder}/${part}`, template(`widget/${part}`, words)]),
      ),
      [`${folder}/${name}.css`]: template('widget/widget.css', words),
      ...Object.fromEntries(
        TESTS.map((test) => [`tests/widgets/${name}/${test}`, template(`widget/${test}`, words)]),
      ),
      [`tests/e2e/${name}.spec.ts`]: template('widget/e2e.spec.ts', words),
    },
    next: [
      `Place it on both pages of a concept: <${names.Pascal}Widget scene="worked-example" />`,
      `Replace the example, y = factor · x, by your idea: src/lib first, then state.ts, reference.ts, compute.ts, view.ts, strings.ts, scenes.ts, code.ts. The folder pooling shows pictures, steppers and a convention switch.`,
      'Add its row to docs/widgets-contract.md.',
      `Test it: npx vitest run tests/widgets/${name}`,
      `And in a browser: npm run build && npx playwright test tests/e2e/${name}.spec.ts`,
    ],
  };
}
