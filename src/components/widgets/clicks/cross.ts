/** A pixel, its four neighbors and the edges between them: as a drawing and as a table. Pure. */
import { plain } from '../toolkit/text.ts';
import { cell, colorText, edgesOf, placeOf, tidy, type Edge, type View } from './pixel.ts';
import { analysisOf, type Step } from './reference.ts';

const CENTER = [130, 92] as const;
const AWAY = { up: [0, -68], right: [92, 0], down: [0, 68], left: [-92, 0] } as const;

/** The edges with what they cost, and which of them the cut severs. */
export function crossHtml(view: View): string {
  const { state, words, cursor } = view;
  const { scene, steps } = analysisOf(state);
  const row = cursor.on === 'history' ? cursor.at[1] + 1 : steps.length - 1;
  const step: Step = steps[Math.min(row, steps.length - 1)];
  const [r, c] = placeOf(view);
  const i = r * state.width + c;
  const { channels, image } = scene;
  const edges = edgesOf(state, step, i);
  const disc = (at: number, [x, y]: readonly number[]) => {
    const [red, green, blue] = [0, 1, 2].map((k) => Math.round(25.5 * image[at * channels + (k % channels)])); // prettier-ignore
    const ink = 0.3 * red + 0.6 * green + 0.1 * blue > 128 ? '#000' : '#fff';
    const text = channels === 1 ? `<text x="${x}" y="${y + 5}" fill="${ink}">${plain(image[at], 3)}</text>` : ''; // prettier-ignore
    return `<circle class="${step.last.mask[at] ? 'in' : 'out'}" cx="${x}" cy="${y}" r="19" fill="rgb(${red},${green},${blue})"/>${text}`;
  };
  const end = ({ side }: Edge) => CENTER.map((v, k) => v + AWAY[side][k]);
  const most = Math.max(state.lambda, 1e-9);
  const line = (edge: Edge) => {
    const [x, y] = end(edge);
    const [dx, dy] = AWAY[edge.side].map((v) => Math.sign(v));
    const [mx, my] = [(CENTER[0] + x) / 2, (CENTER[1] + y) / 2];
    const wide = +(1 + (5 * edge.weight) / most).toFixed(1);
    const cut = edge.cut ? `<path class="cut" d="M${mx - 15 * dy} ${my - 15 * dx}L${mx + 15 * dy} ${my + 15 * dx}"/>` : ''; // prettier-ignore
    const label = dx === 0 ? `x="${mx + (edge.cut ? 19 : 8)}" y="${my + (dy < 0 ? -1 : 9)}" class="start"` : `x="${mx}" y="${my - (edge.cut ? 19 : 9)}"`; // prettier-ignore
    return `<path class="edge" stroke-width="${wide}" d="M${CENTER.join(' ')}L${x} ${y}"/>${cut}<text ${label}>${edge.weight < 1e-6 ? '0' : plain(tidy(edge.weight), 3)}</text>`;
  };
  const drawing = `<svg viewBox="0 0 260 184" aria-hidden="true">${edges.map(line).join('')}${edges.map((edge) => disc(edge.to, end(edge))).join('')}${disc(i, CENTER)}</svg>`;
  const two = plain(2 * state.sigma ** 2, 4);
  const body = edges.map(({ side, to, squared, weight, cut }) => {
    const cells = [colorText(state, to), cell(squared), cell(weight), cut ? words.severed : '–']; // prettier-ignore
    return `<tr${cut ? ' class="cut"' : ''}><th scope="row">${words.sides[side]}</th>${cells.map((text) => `<td>${text}</td>`).join('')}</tr>`;
  });
  const heads = ['', 'I<sub>j</sub>', '‖I<sub>i</sub> − I<sub>j</sub>‖²', 'λw', words.isCut].map((head) => (head ? `<th scope="col">${head}</th>` : '<td></td>')); // prettier-ignore
  return (
    `<p class="w-h">${words.edgesTitle}</p><div class="k-cross">${drawing}</div>` +
    `<div class="w-scroll" tabindex="0" role="group" aria-label="${words.edgesTitle}"><table class="w-numbers k-edges" aria-label="${words.edgesTitle}"><thead><tr>${heads.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>` +
    `<p class="w-hint">λw = ${plain(state.lambda, 6)} · exp(−‖I<sub>i</sub> − I<sub>j</sub>‖² / ${two}); 2σ² = ${two}</p>`
  );
}
