/** The settings, what other conventions make of them, and the size of the result, as HTML. Pure. */
import { checkField, selectField, stepperField, uiCheck } from '../toolkit/controls.ts';
import { LIMITS } from '../toolkit/query.ts';
import { fill } from '../toolkit/text.ts';
import type { Facts, View } from './places.ts';
import { type Other, otherConvention } from './reference.ts';
import { axesOf, inputShape, OPS, outputShape, type State, texts } from './state.ts';
import { close } from './verdicts.ts';

/** Which convention can be set against the one shown. */
function conventionOf({ op, padding, alignCorners }: State): 'same' | 'flags' | 'corners' | '' {
  if (op === 'bilinear') return alignCorners ? 'corners' : 'flags';
  return op === 'transposed' && padding === 'same' ? 'same' : '';
}

/** Found once for each state: it is drawn anew whenever the pointer moves. */
const others = new WeakMap<State, Other | undefined>();

/** The result in the other convention; undefined when there is none. */
export function otherOf({ state, picture }: View): Other | undefined {
  if (!others.has(state)) others.set(state, otherConvention(state, picture));
  return others.get(state);
}

export function paramsHtml({ id, words, state }: View): string {
  const all = texts(state);
  const control = (key: keyof typeof all, label: string, hint?: string) => ({
    id,
    key,
    label,
    hint,
    value: all[key]!,
  });
  const stamps = state.op === 'transposed';
  const same =
    `<button type="button" data-do="set:padding=same&#38;outputPadding=0" ` +
    `aria-pressed="${state.padding === 'same'}">same</button>`;
  let html =
    selectField(control('op', words.op), Object.fromEntries(OPS.map((op) => [op, words.ops[op]]))) +
    stepperField(
      stamps
        ? control('stride', words.stride, words.pairHint)
        : control('stride', words.factor, words.factorHint),
      { min: 1, max: LIMITS.stride, words },
    );
  if (stamps) {
    html +=
      stepperField(control('padding', words.padding, words.cutHint), {
        min: 0,
        max: LIMITS.padding,
        words,
        extra: same,
      }) +
      stepperField(control('outputPadding', words.outputPadding, words.outputPaddingHint), {
        min: 0,
        max: LIMITS.stride - 1,
        words,
      }) +
      stepperField(control('dilation', words.dilation, words.pairHint), {
        min: 1,
        max: LIMITS.dilation,
        words,
      });
  } else {
    const hint = state.op === 'nearest' ? words.nearestHint : words.alignHint;
    html += `<div class="w-wide">${checkField(control('alignCorners', words.alignCorners, hint))}</div>`;
  }
  return html;
}

export function conventionHtml(view: View, { y }: Facts): string {
  const { state, words, ui } = view;
  const which = conventionOf(state);
  if (!which) return '';
  const other = otherOf(view);
  if (!other) return `<p><small>${words.noOther}</small></p>`;
  const pair = (values: readonly number[] | undefined) =>
    values && (values[0] === values[1] ? `${values[0]}` : `(${values.join(', ')})`);
  const label = {
    same: fill(words.conventionSame, {
      p: pair(other.padding) ?? '',
      op: pair(other.outputPadding) ?? '',
    }),
    flags: words.conventionFlags,
    corners: words.conventionCorners,
  }[which];
  const box = uiCheck('convention', label, ui.convention === '1');
  if (ui.convention !== '1') return box;
  let different = 0;
  y.data.forEach((value, i) => {
    if (!close(value, other.y.data[i])) different++;
  });
  const values = { n: y.data.length, d: different, why: words.why[which] };
  const text = fill(different > 0 ? words.differ : words.agree, values);
  return `${box}<p class="w-verdict w-covered" role="status">${text}</p>`;
}

/** The size formula with the numbers of a state, one line per axis. */
export function sizeLines({ state, words }: View): string {
  const [H, W] = inputShape(state);
  const name = (axis: number) => (axis === 0 ? words.height : words.width);
  const line = (axis: number, text: string, size: number) =>
    `<span class="w-size"><span>${name(axis)}</span> ${text} = <b>${size}</b></span>`;
  if (state.op !== 'transposed') {
    const [oh, ow] = outputShape(state);
    return line(0, `${H}×${state.stride[0]}`, oh) + line(1, `${W}×${state.stride[1]}`, ow);
  }
  return axesOf(state)
    .map(({ n, k, stride, dilation, before, after, outputPadding, size }, axis) =>
      line(
        axis,
        `(${n} − 1)×${stride} − ${before} − ${after} + ${dilation}×(${k} − 1) + ${outputPadding} + 1`,
        size,
      ),
    )
    .join('');
}

export function factsHtml(view: View): string {
  return `<p class="w-covered"><span class="w-label">${view.words.size}</span>${sizeLines(view)}</p>`;
}
