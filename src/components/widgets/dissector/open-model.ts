/**
 * Reads a model of the reader's own: a TF.js LayersModel as model.json and its .bin files, which
 * stay on this page.
 */
import { ModelError, type Graph } from '../../../lib/nn/graph.ts';
import { readModel } from '../../../models/store.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { Refusal } from '../toolkit/query.ts';
import { fill } from '../toolkit/text.ts';
import { keepModel } from './own-model.ts';
import { OWN_PROBLEMS } from './own-strings.ts';

export const OWN_LIMITS = {
  /** Rows and columns of the input. */
  side: 64,
  classes: 100,
  layers: 80,
  /** Maps of a layer. */
  maps: 256,
  macs: 40e6,
  bytes: 20e6,
} as const;

/** Multiply-adds of a forward pass. */
export function macsOf(graph: Graph): number {
  const shapes = new Map(graph.nodes.map(({ name, shape }) => [name, shape]));
  return graph.nodes.reduce((sum, node) => {
    const before = shapes.get(node.inputs[0]) ?? [1];
    const size = node.shape.reduce((product, n) => product * n, 1);
    if (node.op === 'dense') return sum + size * before[0];
    if (node.op === 'conv2d') return sum + size * node.kernel[0] * node.kernel[1] * before[2];
    if (node.op === 'depthwiseConv2d') return sum + size * node.kernel[0] * node.kernel[1];
    if (node.op === 'conv2dTranspose') {
      const taps = node.kernel[0] * node.kernel[1] * node.filters;
      return sum + before.reduce((product, n) => product * n, 1) * taps;
    }
    return sum;
  }, 0);
}

const times = (shape: readonly (number | null)[]) => shape.map((n) => n ?? '?').join('×');

/**
 * Whether the widget can take a network apart.
 *
 * @throws Refusal with the reason.
 */
export function requireFits(graph: Graph): void {
  const refuse = (code: string, params: Record<string, string | number> = {}): never => {
    throw new Refusal('model', code, params);
  };
  const { side, classes, layers, maps, macs } = OWN_LIMITS;
  if (graph.inputs.length !== 1) refuse('model-inputs', { got: graph.inputs.length });
  if (graph.outputs.length !== 1) refuse('model-outputs', { got: graph.outputs.length });
  const shapeOf = (name: string) => graph.nodes.find((node) => node.name === name)!.shape;
  const [input, output] = [shapeOf(graph.inputs[0]), shapeOf(graph.outputs[0])];
  const [H, W, C] = input;
  if (input.length !== 3 || H > side || W > side || H < 4 || W < 4 || (C !== 1 && C !== 3)) {
    refuse('model-input', { got: times(input), max: side });
  }
  const wide = graph.nodes.find((node) => node.shape.length === 3 && node.shape[2] > maps);
  if (wide) refuse('model-maps', { layer: wide.name, got: wide.shape[2], max: maps });
  if (output.length !== 1 || output[0] < 2 || output[0] > classes) {
    refuse('model-output', { got: times(output), max: classes });
  }
  if (graph.nodes.length > layers) refuse('model-layers', { got: graph.nodes.length, max: layers });
  const work = macsOf(graph);
  if (work > macs) refuse('model-macs', { got: Math.round(work / 1e6), max: macs / 1e6 });
}

/** A file as the browser hands it over. */
export interface ChosenFile {
  name: string;
  size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/**
 * Reads and checks a model, and keeps it on this page.
 *
 * @returns its number
 * @throws Refusal with a sentence that names what is missing, not supported or of the wrong shape.
 */
export async function openModel(files: readonly ChosenFile[], lang: Lang): Promise<number> {
  try {
    return await readFiles(files);
  } catch (error) {
    const [code, params] = reasonOf(error);
    throw new Refusal('model', 'own', { code, text: fill(OWN_PROBLEMS[lang][code], params) });
  }
}

function reasonOf(error: unknown): [code: string, params: Record<string, string | number>] {
  if (error instanceof Refusal) return [error.problem.code, error.problem.params];
  if (error instanceof ModelError) {
    const short = error.code === 'weights' && error.params.given === '…';
    return [short ? 'model-short' : `model-${error.code}`, { ...error.params }];
  }
  return ['model-not-a-model', {}];
}

async function readFiles(files: readonly ChosenFile[]): Promise<number> {
  const json = files.find(({ name }) => /\.json$/i.test(name));
  if (!json) throw new Refusal('model', 'model-no-json');
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (bytes > OWN_LIMITS.bytes) {
    const params = { got: Math.ceil(bytes / 1e6), max: OWN_LIMITS.bytes / 1e6 };
    throw new Refusal('model', 'model-bytes', params);
  }
  const load = async (file: ChosenFile) => new Uint8Array(await file.arrayBuffer());
  const parsed: unknown = JSON.parse(new TextDecoder().decode(await load(json)));
  const { graph, weights } = await readModel(parsed, async (path) => {
    const name = path.split('/').at(-1);
    const shard = files.find((file) => file.name === name);
    if (!shard) throw new Refusal('model', 'model-shard', { file: `${name}` });
    return load(shard);
  });
  requireFits(graph);
  const name = json.name.replace(/\.json$/i, '');
  return keepModel({ name, graph, weights, macs: macsOf(graph) });
}
