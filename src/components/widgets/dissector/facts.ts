/** What every drawing of the dissector reads, worked out once for a view. */
import { explain, type Explained, type Share } from '../../../lib/nn/explain.ts';
import type { GraphNode } from '../../../lib/nn/graph.ts';
import type { View as ViewOf } from '../toolkit/kind.ts';
import { escapeHtml, fill } from '../toolkit/text.ts';
import { baseOf, chosenOf, type Base, type Chosen } from './reference.ts';
import { extent, layersOf, type State } from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** What every part reads; worked out once for a view. */
export interface Facts extends Chosen {
  base: Base;
  node: GraphNode;
  /** Rows and columns of what `cell` walks over. */
  size: [number, number];
  explained: Explained | undefined;
  /** The share whose window is shown. */
  share: Share | undefined;
}

export function facts(view: View): Facts {
  const { state, picture, cursor } = view;
  const base = baseOf(state, picture);
  const chosen = chosenOf(state, base);
  const { bare, weights } = base.net;
  const node = bare.nodes.find(({ name }) => name === state.layer)!;
  const at = [chosen.map, chosen.row, chosen.col];
  const inMaps = state.view === 'maps';
  const explained = inMaps ? explain(bare, weights, base.results, state.layer, at) : undefined;
  const looked = cursor.on === 'shares' ? explained?.shares[cursor.at[2]] : undefined;
  const most = (best: Share, each: Share) =>
    Math.abs(each.sum) > Math.abs(best.sum) ? each : best;
  const share = looked ?? explained?.shares.reduce(most);
  return { ...chosen, base, node, size: extent(state), explained, share };
}

/** What a map or unit of a layer is called. */
export function nameOf({ words, state }: View, layer: string, n: number): string {
  const { shape } = layersOf(state).find(({ name }) => name === layer) ?? { shape: [1, 1, 1] };
  if (shape.length === 3) return fill(words.one, { layer: escapeHtml(layer), n });
  const last = layersOf(state).at(-1)!.name === layer;
  return fill(last ? words.classUnit : words.unit, { layer: escapeHtml(layer), n });
}

export function whereOf(view: View, known: Facts): string {
  const { state, words } = view;
  const cell = fill(words.cell, { r: known.row + 1, c: known.col + 1 });
  if (state.view !== 'maps') return `${words.views[state.view]} · ${cell}`;
  const name = nameOf(view, state.layer, known.map);
  return known.node.shape.length === 3 ? `${name} · ${cell}` : name;
}
