/** How the number under the cursor comes about, as a sum that adds up on screen. Pure. */
import { mapsOf, type Share } from '../../../lib/nn/explain.ts';
import { fill, minus, plain, show } from '../toolkit/text.ts';
import { facts, whereOf, type Facts, type View } from './facts.ts';
import { camOf, occlusionOf, type Base } from './reference.ts';

/** A number as it stands in an equation: four decimals, small ones four digits. */
const rounded = (value: number): number =>
  Math.abs(value) < 0.1 ? +value.toPrecision(4) : +value.toFixed(4);
const four = (value: number) => minus(String(rounded(value)));
const inBrackets = (value: number) => (value < 0 ? `(${four(value)})` : four(value));
const signOf = (...values: number[]) =>
  values.every((value) => rounded(value) === value) ? '=' : '≈';

/** More products than this are not written out one by one. */
const TERMS = 64;

const term = (text: string, html: boolean) => (html ? `<span class="term">${text}</span>` : text);
const bold = (text: string, html: boolean) => (html ? `<b>${text}</b>` : text);

/** How the number on show comes about. */
export function formula(view: View, html: boolean): string {
  return formulaOf(view, facts(view), html);
}

export function formulaOf(view: View, known: Facts, html: boolean): string {
  const { state } = view;
  if (state.view === 'occlusion') return occlusionFormula(view, known, html);
  if (state.view === 'grad-cam') return camFormula(view, known, html);
  return cellFormula(view, known, html);
}

function occlusionFormula({ words, state }: View, { base, label, row, col }: Facts, html: boolean) {
  const map = occlusionOf(state, base);
  const drop = map.data[row * map.shape[1] + col];
  const before = base.results[base.net.output].data[label];
  const after = before - drop;
  return (
    `${words.noSquare} ${four(before)} − ${words.withSquare} ${inBrackets(after)} ` +
    `${signOf(before, after, drop)} ${bold(four(drop), html)}`
  );
}

function camFormula({ state, words }: View, { base, row, col }: Facts, html: boolean): string {
  const { target } = base.net.tail!;
  const { map, weights } = camOf(state, base);
  const [, W, K] = target.shape;
  const A = base.results[target.name].data;
  const used: { a: number; v: number }[] = [];
  let sum = 0;
  for (let k = 0; k < K; k++) {
    const v = A[(row * W + col) * K + k];
    sum += weights.data[k] * v;
    if (v !== 0) used.push({ a: weights.data[k], v });
  }
  const y = map.data[row * W + col];
  const products = used.map(({ a, v }) => term(`${inBrackets(a)}×${inBrackets(v)}`, html));
  const list = products.length > 0 ? products.join(' + ') : '0';
  const zeros = used.length < K ? ` ${words.zeros}` : '';
  return `${words.camWeights} ${list} ≈ ${four(sum)}${zeros}; ReLU(${four(sum)}) ≈ ${bold(four(y), html)}`;
}

/** Σ x×w of one map, products of 0 left out. */
function products({ words }: View, { x, w, sum }: Share, html: boolean): string {
  const used: string[] = [];
  let zeros = 0;
  x.forEach((line, i) =>
    line.forEach((value, j) => {
      if (!value) zeros++;
      else used.push(term(`${inBrackets(value)}×${inBrackets(w[i][j])}`, html));
    }),
  );
  const list = used.length > 0 ? used.join(' + ') : '0';
  return `${list} ≈ ${four(sum)}${zeros > 0 ? ` ${words.zeros}` : ''}`;
}

const ACTIVATION: Record<string, string> = {
  relu: 'ReLU',
  sigmoid: 'σ',
  tanh: 'tanh',
  'leaky-relu': 'LeakyReLU',
};

function cellFormula(view: View, known: Facts, html: boolean): string {
  const { words, state } = view;
  const { explained, node, base, map, row, col } = known;
  if (!explained) {
    const layer = base.results[state.layer];
    const [, W, C] = mapsOf({ shape: [...layer.shape] });
    return `${words.noFormula} ${bold(show(layer.data[(row * W + col) * C + map], 6), html)}`;
  }
  const { kind, shares, bias, z, y } = explained;
  if (kind !== 'sum') {
    const values = shares[0].x.flat().filter((value): value is number => value !== undefined);
    const sign = signOf(...values, y);
    const list = values.length > TERMS ? '…' : undefined;
    if (kind === 'max') return `max(${list ?? values.map(four).join(', ')}) ${sign} ${bold(four(y), html)}`; // prettier-ignore
    const sum = list ?? values.map(inBrackets).join(' + ');
    return `(${sum}) / ${values.length} ${signOf(...values, y)} ${bold(four(y), html)}`;
  }
  const share = known.share!;
  const one = shares.length === 1;
  const added = one
    ? products(view, share, html)
    : shares
        .filter(({ sum }) => sum !== 0)
        .map(({ sum }) => term(inBrackets(sum), html))
        .join(' + ') || '0';
  const withBias = one
    ? `${added}; ${four(share.sum)} + ${inBrackets(bias)} ${words.bias} ≈ ${four(z)}`
    : `${added} + ${inBrackets(bias)} ${words.bias} ≈ ${four(z)}${shares.some(({ sum }) => sum === 0) ? ` ${words.zeros}` : ''}`;
  const last = state.layer === base.net.output && base.net.soft;
  const name = 'activation' in node ? ACTIVATION[node.activation] : undefined;
  const end = last
    ? softmaxOf(view, base, map, html)
    : name
      ? `${name}(${four(z)}) ≈ ${bold(four(y), html)}`
      : bold(four(y), html);
  const inner =
    !one && share.x.length * share.x[0].length > 1
      ? `; ${fill(words.shareOf, { n: share.channel })} ${products(view, share, html)}`
      : '';
  return `${withBias}; ${end}${inner}`;
}

/** e^(z − z_max) over the sum of all of them. */
function softmaxOf({ words }: View, { logits, results, net }: Base, n: number, html: boolean) {
  const most = logits.data.reduce((a, b) => Math.max(a, b));
  const powers = Array.from(logits.data, (z) => Math.exp(z - most));
  const total = powers.reduce((a, b) => a + b);
  const list = powers.map((value) => term(plain(value, 4), html)).join(' + ');
  const y = results[net.output].data[n];
  return (
    `${words.scoreOf} e^(${four(logits.data[n])} − ${inBrackets(most)}) / (${list}) ≈ ` +
    `${plain(powers[n], 4)} / ${plain(total, 6)} ≈ ${bold(plain(y, 4), html)}`
  );
}

/** The same, read out. */
export function speak(view: View): string {
  const known = facts(view);
  return `${whereOf(view, known)}: ${formulaOf(view, known, false)}`;
}
