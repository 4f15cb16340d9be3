/**
 * The layers of a network as a TF.js or Keras LayersModel names them, read and checked.
 *
 * A graph is independent of where its numbers are computed: `forward.ts` runs it in float64, and
 * src/models/run.ts on the reader's device.
 */

/** Why a model cannot be used; `layer` is the name of the layer, if one is to blame. */
export type ModelErrorCode =
  'not-a-model' | 'layer-unknown' | 'setting-unknown' | 'input-missing' | 'weights' | 'shape';

/** A model that cannot be used. `params` fill the sentence that a reader sees; the message is for the console. */
export class ModelError extends Error {
  readonly code: ModelErrorCode;
  readonly params: Readonly<Record<string, string>>;

  constructor(code: ModelErrorCode, message: string, params: Record<string, string> = {}) {
    super(message);
    this.name = 'ModelError';
    this.code = code;
    this.params = params;
  }
}

export type Activation = 'linear' | 'relu' | 'sigmoid' | 'tanh' | 'softmax' | 'leaky-relu';
export type Pair = [number, number];

/** What a layer does; weights are named `layer/kernel`, `layer/bias` and so on. */
export type Operation =
  | { op: 'input'; shape: number[] }
  | { op: 'dense'; units: number; bias: boolean; activation: Activation }
  | {
      op: 'conv2d' | 'depthwiseConv2d' | 'conv2dTranspose';
      /** Filters; for a depthwise convolution the filters of each channel. */
      filters: number;
      kernel: Pair;
      stride: Pair;
      dilation: Pair;
      padding: 'valid' | 'same';
      bias: boolean;
      activation: Activation;
    }
  | { op: 'batchNorm'; epsilon: number; scale: boolean; center: boolean }
  | { op: 'pool'; kind: 'max' | 'avg'; window: Pair; stride: Pair; padding: 'valid' | 'same' }
  | { op: 'globalAverage' }
  | { op: 'upsample'; factor: Pair }
  | { op: 'reshape'; shape: number[] }
  | { op: 'flatten' }
  | { op: 'concat' }
  | { op: 'add' }
  | { op: 'activation'; activation: Activation; alpha: number };

/** One layer: what it does, to the results of which layers, and the shape of its result. */
export type GraphNode = Operation & {
  name: string;
  inputs: string[];
  /** [H, W, C] or [N]; the axis of the batch is left out. */
  shape: number[];
};

/** Layers in an order in which each finds its inputs computed. */
export interface Graph {
  nodes: GraphNode[];
  inputs: string[];
  outputs: string[];
}

type Config = Record<string, unknown>;
interface LayerJson {
  class_name: string;
  name?: string;
  config: Config;
  inbound_nodes?: unknown;
}

const ACTIVATIONS: Record<string, Activation> = {
  linear: 'linear',
  relu: 'relu',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  softmax: 'softmax',
};

/**
 * The graph of `modelTopology` in a TF.js model.json, Sequential or Functional, channels last.
 *
 * @throws ModelError naming the layer that is not supported, or what does not fit together.
 */
export function readGraph(topology: unknown): Graph {
  const json = (topology as { model_config?: unknown } | null)?.model_config ?? topology;
  const model = json as { class_name?: string; config?: unknown } | null;
  const config = model?.config as { layers?: LayerJson[] } | LayerJson[] | undefined;
  const layers = Array.isArray(config) ? config : config?.layers;
  if (!model || !Array.isArray(layers) || layers.length === 0) {
    throw new ModelError('not-a-model', 'the topology lists no layers');
  }
  if (model.class_name === 'Sequential') return sequential(layers);
  if (model.class_name === 'Functional' || model.class_name === 'Model') {
    return functional(layers, config as Config);
  }
  throw new ModelError('not-a-model', `neither Sequential nor Functional: ${model.class_name}`);
}

/** Shapes and names of the weights that a graph needs, in the order of its layers. */
export function weightShapes(graph: Graph): Record<string, number[]> {
  const shapes: Record<string, number[]> = {};
  const shapeOf = new Map(graph.nodes.map(({ name, shape }) => [name, shape]));
  for (const node of graph.nodes) {
    const channels = node.inputs.length > 0 ? shapeOf.get(node.inputs[0])!.at(-1)! : 0;
    const put = (what: string, shape: number[]) => (shapes[`${node.name}/${what}`] = shape);
    if (node.op === 'dense') {
      put('kernel', [channels, node.units]);
      if (node.bias) put('bias', [node.units]);
    } else if (node.op === 'conv2d') {
      put('kernel', [...node.kernel, channels, node.filters]);
      if (node.bias) put('bias', [node.filters]);
    } else if (node.op === 'depthwiseConv2d') {
      put('depthwise_kernel', [...node.kernel, channels, node.filters]);
      if (node.bias) put('bias', [channels * node.filters]);
    } else if (node.op === 'conv2dTranspose') {
      put('kernel', [...node.kernel, node.filters, channels]);
      if (node.bias) put('bias', [node.filters]);
    } else if (node.op === 'batchNorm') {
      if (node.scale) put('gamma', [channels]);
      if (node.center) put('beta', [channels]);
      put('moving_mean', [channels]);
      put('moving_variance', [channels]);
    }
  }
  return shapes;
}

function sequential(layers: LayerJson[]): Graph {
  const nodes: GraphNode[] = [];
  const given = layers[0].config.batch_input_shape ?? layers[0].config.batch_shape;
  if (layers[0].class_name !== 'InputLayer') {
    nodes.push(nodeOf({ class_name: 'InputLayer', config: { name: 'input', batch_input_shape: given } }, [], nodes)); // prettier-ignore
  }
  for (const layer of layers) {
    nodes.push(nodeOf(layer, nodes.length > 0 ? [nodes.at(-1)!.name] : [], nodes));
  }
  return { nodes, inputs: [nodes[0].name], outputs: [nodes.at(-1)!.name] };
}

function functional(layers: LayerJson[], config: Config): Graph {
  const waiting = layers.map((layer) => ({ layer, inputs: inboundOf(layer) }));
  const nodes: GraphNode[] = [];
  const done = new Set<string>();
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ inputs }) => inputs.every((name) => done.has(name)));
    if (next < 0) {
      const { layer, inputs } = waiting[0];
      const name = nameOf(layer);
      const missing = inputs.find((each) => !done.has(each))!;
      throw new ModelError('input-missing', `${name} reads ${missing}, which never comes`, {
        layer: name,
        input: missing,
      });
    }
    const [{ layer, inputs }] = waiting.splice(next, 1);
    nodes.push(nodeOf(layer, inputs, nodes));
    done.add(nodeAt(nodes, -1).name);
  }
  const ends = (key: string) => endsOf(config[key], key);
  const graph = { nodes, inputs: ends('input_layers'), outputs: ends('output_layers') };
  for (const name of [...graph.inputs, ...graph.outputs]) {
    if (!done.has(name)) throw new ModelError('input-missing', `no layer ${name}`, { layer: name, input: name }); // prettier-ignore
  }
  return graph;
}

const nodeAt = (nodes: GraphNode[], at: number): GraphNode => nodes.at(at)!;
const nameOf = ({ name, config }: LayerJson): string => String(name ?? config.name);

/** `[["a", 0, 0], …]`, or `["a", 0, 0]` where there is only one. */
function endsOf(given: unknown, key: string): string[] {
  if (!Array.isArray(given) || given.length === 0) {
    throw new ModelError('not-a-model', `${key} is empty`);
  }
  return typeof given[0] === 'string'
    ? [given[0]]
    : given.map((each: unknown) => String((each as unknown[])[0]));
}

/** The layers a layer reads: `inbound_nodes` as Keras 2 and TF.js write them. */
function inboundOf(layer: LayerJson): string[] {
  const calls = (layer.inbound_nodes ?? []) as unknown[];
  if (!Array.isArray(calls) || calls.length === 0) return [];
  if (calls.length > 1 || !Array.isArray(calls[0])) {
    const name = nameOf(layer);
    const why = Array.isArray(calls[0]) ? 'used more than once' : 'Keras 3 format';
    throw new ModelError('setting-unknown', `${name}: ${why}`, { layer: name, setting: why });
  }
  return calls[0].map((each: unknown) => String((each as unknown[])[0]));
}

function nodeOf(layer: LayerJson, inputs: string[], before: GraphNode[]): GraphNode {
  const name = nameOf(layer);
  const operation = operationOf(layer, name);
  const shapes = inputs.map((each) => before.find((node) => node.name === each)!.shape);
  if (operation.op !== 'input' && shapes.length === 0) {
    throw new ModelError('input-missing', `${name} reads nothing`, { layer: name, input: '?' });
  }
  const shape = shapeAfter(operation, shapes, name);
  if (shape.some((n) => !Number.isSafeInteger(n) || n < 1)) throw shapeError(name, shapes);
  return { ...operation, name, inputs, shape };
}

const shapeError = (layer: string, shapes: number[][]) =>
  new ModelError('shape', `${layer} cannot take ${JSON.stringify(shapes)}`, {
    layer,
    shape: shapes.map((shape) => shape.join('×')).join(', '),
  });

function operationOf({ class_name, config }: LayerJson, name: string): Operation {
  const refuse = (setting: string): never => {
    throw new ModelError('setting-unknown', `${name}: ${setting}`, { layer: name, setting });
  };
  if ((config.data_format ?? 'channels_last') !== 'channels_last') refuse('channels_first');
  const pair = (key: string, otherwise: unknown = 1): Pair => {
    const given = config[key] ?? otherwise;
    const numbers = (Array.isArray(given) ? given : [given, given]) as number[];
    if (numbers.length !== 2 || !numbers.every((n) => Number.isSafeInteger(n) && n > 0))
      refuse(key);
    return numbers as Pair;
  };
  const padding = () => {
    const given = config.padding ?? 'valid';
    return given === 'valid' || given === 'same' ? given : refuse(`padding ${String(given)}`);
  };
  const activation = () => {
    const given = config.activation ?? 'linear';
    return ACTIVATIONS[String(given)] ?? refuse(`activation ${String(given)}`);
  };
  const bias = config.use_bias !== false;
  switch (class_name) {
    case 'InputLayer': {
      const given = (config.batch_input_shape ?? config.batch_shape) as unknown;
      if (!Array.isArray(given) || given.length < 2) refuse('batch_input_shape');
      return { op: 'input', shape: (given as number[]).slice(1) };
    }
    case 'Dense':
      return { op: 'dense', units: Number(config.units), bias, activation: activation() };
    case 'Conv2D':
    case 'DepthwiseConv2D':
    case 'Conv2DTranspose': {
      const depthwise = class_name === 'DepthwiseConv2D';
      if (Number(config.groups ?? 1) !== 1) refuse('groups');
      const op = depthwise ? 'depthwiseConv2d' : class_name === 'Conv2D' ? 'conv2d' : 'conv2dTranspose'; // prettier-ignore
      return {
        op,
        filters: Number((depthwise ? config.depth_multiplier : config.filters) ?? 1),
        kernel: pair('kernel_size'),
        stride: pair('strides'),
        dilation: pair('dilation_rate'),
        padding: padding(),
        bias,
        activation: activation(),
      };
    }
    case 'BatchNormalization':
      return {
        op: 'batchNorm',
        epsilon: Number(config.epsilon ?? 1e-3),
        scale: config.scale !== false,
        center: config.center !== false,
      };
    case 'MaxPooling2D':
    case 'AveragePooling2D':
      return {
        op: 'pool',
        kind: class_name === 'MaxPooling2D' ? 'max' : 'avg',
        window: pair('pool_size', 2),
        stride: pair('strides', config.pool_size ?? 2),
        padding: padding(),
      };
    case 'GlobalAveragePooling2D':
      return { op: 'globalAverage' };
    case 'UpSampling2D': {
      const kind = config.interpolation ?? 'nearest';
      if (kind !== 'nearest') refuse(`interpolation ${String(kind)}`);
      return { op: 'upsample', factor: pair('size', 2) };
    }
    case 'Flatten':
      return { op: 'flatten' };
    case 'Reshape':
      return { op: 'reshape', shape: config.target_shape as number[] };
    case 'Concatenate':
      return { op: 'concat' };
    case 'Add':
      return { op: 'add' };
    case 'Activation':
      return { op: 'activation', activation: activation(), alpha: 0 };
    case 'ReLU':
      if ((config.max_value ?? undefined) !== undefined) refuse('max_value');
      return { op: 'activation', activation: 'relu', alpha: 0 };
    case 'LeakyReLU': {
      const alpha = Number(config.alpha ?? config.negative_slope ?? 0.3);
      return { op: 'activation', activation: 'leaky-relu', alpha };
    }
    case 'Softmax':
      return { op: 'activation', activation: 'softmax', alpha: 0 };
    case 'Dropout':
    case 'SpatialDropout2D':
    case 'GaussianNoise':
      return { op: 'activation', activation: 'linear', alpha: 0 }; // nothing happens after training
  }
  throw new ModelError('layer-unknown', `${name}: ${class_name} is not supported`, {
    layer: name,
    kind: class_name,
  });
}

function shapeAfter(operation: Operation, shapes: number[][], name: string): number[] {
  const [first = []] = shapes;
  const image = () => {
    if (first.length !== 3) throw shapeError(name, shapes);
    return first as [number, number, number];
  };
  const size = first.reduce((product, n) => product * n, 1);
  switch (operation.op) {
    case 'input':
      return operation.shape;
    case 'dense':
      if (first.length !== 1) throw shapeError(name, shapes);
      return [operation.units];
    case 'conv2d':
    case 'depthwiseConv2d': {
      const [H, W, C] = image();
      const { kernel, stride, dilation, padding } = operation;
      const after = (n: number, axis: 0 | 1) =>
        padding === 'same'
          ? Math.ceil(n / stride[axis])
          : Math.floor((n - dilation[axis] * (kernel[axis] - 1) - 1) / stride[axis]) + 1;
      const filters = operation.op === 'conv2d' ? operation.filters : C * operation.filters;
      return [after(H, 0), after(W, 1), filters];
    }
    case 'conv2dTranspose': {
      const [H, W] = image();
      const { kernel, stride, padding } = operation;
      const after = (n: number, axis: 0 | 1) =>
        padding === 'same' ? n * stride[axis] : (n - 1) * stride[axis] + Math.max(kernel[axis], stride[axis]); // prettier-ignore
      return [after(H, 0), after(W, 1), operation.filters];
    }
    case 'pool': {
      const [H, W, C] = image();
      const { window, stride, padding } = operation;
      const after = (n: number, axis: 0 | 1) =>
        padding === 'same'
          ? Math.ceil(n / stride[axis])
          : Math.floor((n - window[axis]) / stride[axis]) + 1;
      return [after(H, 0), after(W, 1), C];
    }
    case 'globalAverage':
      return [image()[2]];
    case 'upsample': {
      const [H, W, C] = image();
      return [H * operation.factor[0], W * operation.factor[1], C];
    }
    case 'flatten':
      return [size];
    case 'reshape': {
      const known = operation.shape.reduce((product, n) => (n > 0 ? product * n : product), 1);
      const shape = operation.shape.map((n) => (n === -1 ? size / known : n));
      if (shape.reduce((product, n) => product * n, 1) !== size) throw shapeError(name, shapes);
      return shape;
    }
    case 'concat': {
      const same = shapes.every(
        (each) => each.length === first.length && each.slice(0, -1).every((n, i) => n === first[i]),
      );
      if (!same) throw shapeError(name, shapes);
      return [...first.slice(0, -1), shapes.reduce((sum, each) => sum + each.at(-1)!, 0)];
    }
    case 'add':
      if (shapes.some((each) => each.join() !== first.join())) throw shapeError(name, shapes);
      return first;
    case 'batchNorm':
    case 'activation':
      return first;
  }
}
