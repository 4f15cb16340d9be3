import { parse } from 'node-html-parser';
import { describe, expect, test } from 'vitest';
import {
  checkField,
  explainHtml,
  optionList,
  selectField,
  setButton,
  sizeFields,
  sourceControls,
  stepperField,
  textField,
  uiCheck,
} from '@widgets/toolkit/controls.ts';
import { PICTURES } from '@widgets/toolkit/maps.ts';
import { TOOL_WORDS } from '@widgets/toolkit/strings.ts';

const words = TOOL_WORDS.en;
const control = { id: 'w', key: 'stride', label: 'Stride', value: '2' };

describe('a field', () => {
  test.each([
    ['text', textField(control)],
    ['stepper', stepperField(control, { min: 1, max: 8, words })],
    ['list', selectField(control, { 1: 'one', 2: 'two' })],
    ['box', checkField(control)],
  ])('%s: its name is the key, it has a label and a place for what was refused', (_, html) => {
    const root = parse(html);
    const field = root.querySelector('input, select')!;
    expect(field.getAttribute('name')).toBe('stride');
    const label = root.querySelector('label')!;
    expect(label.textContent).toContain('Stride');
    const named = label.getAttribute('for') === field.id || label.querySelector('input') !== null;
    expect(named).toBe(true);
    const error = root.querySelector('[data-error="stride"]')!;
    expect(error.hasAttribute('hidden')).toBe(true);
    expect(error.getAttribute('role')).toBe('alert');
    expect(field.hasAttribute('aria-describedby')).toBe(false);
  });

  test('a hint is said with the field', () => {
    const root = parse(textField({ ...control, hint: 'one number' }));
    const id = root.querySelector('input')!.getAttribute('aria-describedby')!;
    expect(root.getElementById(id)!.textContent).toBe('one number');
  });

  test('a value from outside is escaped', () => {
    for (const html of [
      textField({ ...control, value: '"><script>', placeholder: '"><b>' }),
      stepperField({ ...control, value: '"><script>' }, { min: 1, max: 8, words }),
      setButton('stride', '"><script>', 'two', false),
      optionList({ '"><script>': 'x' }, ''),
    ]) {
      expect(html).not.toMatch(/<script>|<b>/);
    }
    const field = parse(textField({ ...control, value: '1,2"' })).querySelector('input')!;
    expect(field.getAttribute('value')).toBe('1,2"');
  });

  test('a stepper has its bounds and two named buttons', () => {
    const root = parse(stepperField(control, { min: 0, max: 16, words }));
    expect(root.querySelector('.w-stepper')!.attributes).toMatchObject({
      'data-min': '0',
      'data-max': '16',
    });
    expect(root.querySelectorAll('button').map((b) => b.getAttribute('data-do'))).toEqual([
      'less:stride',
      'more:stride',
    ]);
    expect(root.querySelectorAll('button').map((b) => b.getAttribute('aria-label'))).toEqual([
      'Stride one less',
      'Stride one more',
    ]);
  });

  test('lists and boxes show what is chosen', () => {
    const list = parse(selectField(control, { 1: 'one', 2: 'two', 3: 'three' }, ['3']));
    const chosen = list.querySelectorAll('option').filter((o) => o.hasAttribute('selected'));
    expect(chosen.map((o) => o.getAttribute('value'))).toEqual(['2']);
    expect(list.querySelector('option[value="3"]')!.hasAttribute('disabled')).toBe(true);
    const checked = (value: string) =>
      parse(checkField({ ...control, value }))
        .querySelector('input')!
        .hasAttribute('checked');
    expect([checked('1'), checked('0'), checked('')]).toEqual([true, false, false]);
    expect(uiCheck('gradient', 'Gradient', true)).toContain('data-ui="gradient" checked');
    expect(setButton('padding', 'same', 'same', true)).toContain('aria-pressed="true"');
  });
});

test('the sizes of a matrix name key and axis', () => {
  const root = parse(sizeFields('input', [[1, 'rows', 4, 32], [2, 'channels', 1, 8]])); // prettier-ignore
  const fields = root.querySelectorAll('input');
  expect(fields.map((field) => field.getAttribute('data-size'))).toEqual(['input:1', 'input:2']);
  expect(fields[1].attributes).toMatchObject({ value: '1', min: '1', max: '8' });
});

test('the sources are typed, the pictures, drawn, and one’s own once there is one', () => {
  const choices = (options: Parameters<typeof sourceControls>[2]) =>
    parse(sourceControls(words, 'cat', options))
      .querySelectorAll('option')
      .map((option) => option.getAttribute('value'));
  const pictures = Object.keys(PICTURES);
  expect(choices({ own: false })).toEqual(['', ...pictures, 'draw']);
  expect(choices({ own: true, draw: false, typed: false })).toEqual([...pictures, 'own']);
  expect(sourceControls(words, 'cat', { own: false })).toContain('<option value="cat" selected>');
});

test('arithmetic stands behind its place, a sentence alone', () => {
  expect(explainHtml('', 'a sentence')).toBe('a sentence');
  expect(parse(explainHtml('row 1', '1 = 1')).textContent).toBe('row 1 1 = 1');
});
