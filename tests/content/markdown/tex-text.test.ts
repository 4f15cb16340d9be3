import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { inlineText } from '../../../src/markdown/inline.ts';
import { texText } from '../../../src/markdown/tex-text.ts';

test.each([
  ['q(z|x)=N(\\mu,\\sigma^2)', 'q(z|x)=N(μ,σ²)'],
  ['\\partial z/\\partial\\mu=1', '∂z/∂μ=1'],
  ['-\\eta\\,\\hat m/(\\sqrt{\\hat v}+\\epsilon)', '−η\u2009m̂/(√v̂+ε)'],
  ['\\frac12(\\mu^2+\\sigma^2-1-\\ln\\sigma^2)', '½(μ²+σ²−1−ln σ²)'],
  ['\\frac{a+b}{2}', '(a+b)/2'],
  ['\\mathbb E_q[\\ln p(x|z)]', '𝔼_q[ln p(x|z)]'],
  ['\\operatorname{KL}(q\\,\\|\\,p)', 'KL(q\u2009‖\u2009p)'],
  ['\\mathrm{Var}[w]=2/n_{\\text{in}}', 'Var[w]=2/nᵢₙ'],
  ['\\lfloor(n+p_b-1)/s\\rfloor+1', '⌊(n+p_b−1)/s⌋+1'],
  ['\\min_G\\max_D V', 'min_G max_D V'],
  ['\\max(0,z)', 'max(0,z)'],
  ['C^\\top', 'Cᵀ'],
  ['e^{-x/2}', 'e^(−x/2)'],
  ['x^{10}', 'x¹⁰'],
])('%s', (tex, text) => {
  expect(texText(tex)).toBe(text);
});

test('a command without text is named', () => {
  expect(() => texText('\\zigzag x')).toThrow('\\zigzag');
});

test('no question and no answer shows TeX where there is no markup', () => {
  for (const slug of readdirSync('src/content/concepts')) {
    const { question, answer } = parse(
      readFileSync(`src/content/concepts/${slug}/concept.yaml`, 'utf8'),
    );
    for (const words of [question, answer]) {
      for (const text of Object.values((words ?? {}) as Record<string, string>)) {
        expect(inlineText(text), slug).not.toMatch(/[\\{}$]/);
      }
    }
  }
});
