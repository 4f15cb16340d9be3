/** The four networks as graphs of numbers, and where each node is drawn. Pure. */
import type { Graph, GraphNode, Op, Unit } from '../../../lib/backprop.ts';

export const NETS = ['two-layer', 'neuron', 'softmax', 'conv'] as const;
export type Net = (typeof NETS)[number];
export const LOSSES = ['mse', 'bce'] as const;
export type Loss = (typeof LOSSES)[number];

/** The keys that hold the values of leaves. */
export type LeafKey = 'x' | 't' | 'w' | 'b' | 'w2' | 'b2';

export interface Leaf {
  node: number;
  key: LeafKey;
  row: number;
  col: number;
}

/** Where a node stands in the drawing: a row, its first column, how many columns it takes. */
export interface Place {
  row: number;
  col: number;
  span: number;
}

export interface Built {
  graph: Graph;
  leaves: readonly Leaf[];
  places: readonly Place[];
  columns: number;
  rows: number;
  /** Rows that stand directly under the one before, as a product under its weight. */
  joined: ReadonlySet<number>;
  /** Headings above rows of the convolution: row, then [column, span, name] each. */
  heads: Readonly<Record<number, readonly (readonly [col: number, span: number, name: string])[]>>;
}

/** Rows and columns of each leaf key; `x` and `t` have one row per sample. */
export const SHAPES: Record<Net, Partial<Record<LeafKey, readonly [number, number]>>> = {
  'two-layer': { x: [1, 2], t: [1, 1], w: [2, 2], b: [1, 2], w2: [1, 2], b2: [1, 1] },
  neuron: { x: [1, 2], t: [1, 1], w: [1, 2], b: [1, 1] },
  softmax: { x: [1, 2], t: [1, 1], w: [2, 2], b: [1, 2], w2: [2, 2], b2: [1, 2] },
  conv: { x: [3, 3], t: [1, 1], w: [2, 2], b: [1, 1], w2: [2, 2], b2: [1, 1] },
};

/** What the loop learns; inputs and targets are given. */
export const PARAMETERS: readonly LeafKey[] = ['w', 'b', 'w2', 'b2'];

const low = (n: number) => String.fromCharCode(0x2080 + n);
/** `w₁₂`; a layer of one unit needs no first index. */
const indexed = (name: string, ...indices: number[]) => name + indices.map(low).join('');

class Builder {
  graph: GraphNode[] = [];
  leaves: Leaf[] = [];
  places: Place[] = [];
  joined = new Set<number>();
  heads: Record<number, (readonly [number, number, string])[]> = {};

  add(name: string, op: Op, args: readonly number[], place: Place, label?: number): number {
    this.graph.push({ name, op, args, ...(label !== undefined && { label }) });
    this.places.push(place);
    return this.graph.length - 1;
  }

  leaf(name: string, key: LeafKey, row: number, col: number, place: Place): number {
    const node = this.add(name, 'leaf', [], place);
    this.leaves.push({ node, key, row, col });
    return node;
  }

  /**
   * Weights over products, then biases beside sums: three rows from `row` on.
   *
   * @param names one letter each for weights, products, biases and sums
   */
  dense(
    from: readonly number[],
    to: number,
    layer: '' | '2',
    names: string,
    row: number,
  ): number[] {
    const [w, p, b, z] = names;
    const span = 4 / (to * from.length);
    const units = Array.from({ length: to }, (_, j) => j);
    const name = (base: string, j: number, ...rest: number[]) =>
      to > 1 ? indexed(base, j + 1, ...rest) : indexed(base, ...rest);
    const place = (j: number, i: number, r: number) => ({ row: r, col: (j * from.length + i) * span, span }); // prettier-ignore
    const weights = units.map((j) =>
      from.map((_, i) => this.leaf(name(w, j, i + 1), `w${layer}`, j, i, place(j, i, row))),
    );
    const biases = units.map((j) => {
      const col = to > 1 ? 2 * j : 1;
      return this.leaf(name(b, j), `b${layer}`, 0, j, { row: row + 2, col, span: 1 });
    });
    const products = units.map(
      (j) =>
      from.map((x, i) => this.add(name(p, j, i + 1), 'product', [weights[j][i], x], place(j, i, row + 1))), // prettier-ignore
    );
    this.joined.add(row + 1);
    return units.map((j) => {
      const col = (to > 1 ? 2 * j : 1) + 1;
      return this.add(name(z, j), 'sum', [...products[j], biases[j]], {
        row: row + 2,
        col,
        span: 1,
      });
    });
  }
}

/** What a graph depends on besides the values of its leaves. */
export interface Design {
  net: Net;
  activation: Unit;
  loss: Loss;
  /** The right class, from 0. */
  label?: number;
}

/** The graph of a network with its loss. */
export function build({ net, activation, loss, label }: Design): Built {
  const g = new Builder();
  if (net === 'conv') buildConv(g, activation);
  else {
    const half = (j: number, row: number) => ({ row, col: 2 * j, span: 2 });
    const one = (row: number, col: number) => ({ row, col, span: 1 });
    const x = [0, 1].map((i) => g.leaf(indexed('x', i + 1), 'x', 0, i, half(i, 0)));
    let out: number[];
    let row = 4;
    if (net === 'neuron') out = g.dense(x, 1, '', 'wpbz', 1);
    else {
      const z = g.dense(x, 2, '', 'wpbz', 1);
      const h = z.map((node, j) => g.add(indexed('h', j + 1), activation, [node], half(j, 4)));
      out = g.dense(h, net === 'softmax' ? 2 : 1, '2', 'vqco', 5);
      row = 8;
    }
    if (net === 'softmax') {
      g.add('L', 'cross-entropy', out, { row, col: 1, span: 2 }, label ?? 0);
    } else if (loss === 'bce') {
      const t = g.leaf('t', 't', 0, 0, one(row, 1));
      g.add('L', 'bce', [out[0], t], one(row, 2));
    } else {
      const last = net === 'neuron' ? activation : 'sigmoid';
      const y = g.add('y', last, out, { row, col: 1, span: 2 });
      const t = g.leaf('t', 't', 0, 0, one(row + 1, 1));
      g.add('L', 'squared', [y, t], one(row + 1, 2));
    }
  }
  const { graph, leaves, places, joined, heads } = g;
  const rows = 1 + Math.max(...places.map((place) => place.row));
  return { graph, leaves, places, joined, heads, rows, columns: net === 'conv' ? 6 : 4 };
}

/** One 2×2 kernel over the four positions of a 3×3 input, ReLU (or another), one dense output. */
function buildConv(g: Builder, activation: Unit): void {
  const at = (row: number, col: number, span = 1) => ({ row, col, span });
  const square = [0, 1].flatMap((r) => [0, 1].map((c) => [r, c] as const));
  const x = [0, 1, 2].map((r) =>
    [0, 1, 2].map((c) => g.leaf(indexed('x', r + 1, c + 1), 'x', r, c, at(r, c))),
  );
  const k = square.map(([r, c]) => g.leaf(indexed('k', r + 1, c + 1), 'w', r, c, at(r, 4 + c)));
  const b = g.leaf('b', 'b', 0, 0, at(2, 4, 2));
  const v = square.map(([r, c]) =>
    g.leaf(indexed('v', r + 1, c + 1), 'w2', r, c, at(3 + r, 4 + c)),
  );
  const z = square.map(([r, c]) => {
    const window = square.map(([i, j]) => x[r + i][c + j]);
    return g.add(indexed('z', r + 1, c + 1), 'dot', [...window, ...k, b], at(3 + r, c));
  });
  const a = square.map(([r, c], i) =>
    g.add(indexed('a', r + 1, c + 1), activation, [z[i]], at(3 + r, 2 + c)),
  );
  const c = g.leaf('c', 'b2', 0, 0, at(5, 0, 2));
  const y = g.add('y', 'dot', [...a, ...v, c], at(5, 2, 2));
  const t = g.leaf('t', 't', 0, 0, at(5, 4, 1));
  g.add('L', 'squared', [y, t], at(5, 5, 1));
  g.joined.add(1).add(2).add(4);
  g.heads = {
    0: [[0, 3, 'x'], [4, 2, 'w']],
    3: [[0, 2, 'z'], [2, 2, 'a'], [4, 2, 'v']],
  }; // prettier-ignore
}

/** The nodes that compute, in order: one step forward each, and one step back each. */
export const workers = (graph: Graph): number[] =>
  graph.flatMap(({ op }, i) => (op === 'leaf' ? [] : [i]));
