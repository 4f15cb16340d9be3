/**
 * The table of names for the editor of notebooks, from the type declarations of the installed TF.js:
 * what is documented there (`@doc`), with signatures made short enough to be read in a tooltip.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { Plugin } from 'vite';
import { encode, type Api, type Entry } from '../../src/notebook/editor/table.ts';

/** Namespaces that make sense in a cell: no files, no network, no internals. */
const SPACES = [
  'layers', 'train', 'losses', 'metrics', 'initializers', 'regularizers', 'constraints',
  'callbacks', 'image', 'linalg', 'signal', 'spectral', 'math', 'browser', 'util',
]; // prettier-ignore

/** Classes whose objects a cell holds. */
const CLASSES = [
  'Tensor', 'Variable', 'TensorBuffer', 'Optimizer', 'LayersModel', 'Sequential', 'SymbolicTensor',
  'History',
]; // prettier-ignore

/** Classes of which no constructor is exported, by where TF.js declares them. */
const HIDDEN_CLASSES = { Layer: 'tfjs-layers/dist/engine/topology.d.ts' };

/** Useful although TF.js does not document it. */
const WITHOUT_DOC = new Set([
  'tf.maxPool', 'tf.util.flatten', 'tf.util.sizeFromShape', 'tf.callbacks.earlyStopping',
  'tf.train.Optimizer', 'Tensor.shape', 'Tensor.rank', 'Tensor.dtype', 'Tensor.size', 'Tensor.id',
  'Tensor.isDisposed', 'LayersModel.layers', 'LayersModel.inputs', 'LayersModel.outputs',
  'LayersModel.optimizer', 'LayersModel.name', 'Sequential.layers', 'Sequential.inputs',
  'Sequential.outputs', 'Sequential.optimizer', 'Sequential.name', 'Layer.name', 'Layer.trainable',
  'SymbolicTensor.shape', 'SymbolicTensor.dtype', 'SymbolicTensor.name', 'History.history',
  'History.epoch', 'Variable.trainable', 'Variable.name', 'TensorBuffer.shape',
  'TensorBuffer.values', 'TensorBuffer.dtype', 'Optimizer.getWeights', 'Optimizer.setWeights',
  'Optimizer.dispose', 'LayersModel.trainable', 'Sequential.trainable', 'Layer.weights',
  'LayersModel.weights', 'Sequential.weights', 'Optimizer.iterations', 'LayersModel.predictOnBatch',
  'LayersModel.trainOnBatch', 'Sequential.predictOnBatch', 'Sequential.countParams',
  'LayersModel.countParams', 'Layer.dispose', 'LayersModel.dispose', 'Sequential.dispose',
]); // prettier-ignore

/** They need files, a network or another back end: nothing of that is in the sandbox. */
const LEFT_OUT =
  /^tf\.(load\w+|(de)?registerOp|(register|remove|set)Backend|forceHalfFloat|backend|engine|browser\.(draw|fromPixels\w*))$|^\w*(Model|Layer)\.(addLoss|addWeight|build)$|^tf\.layers\.\w*(avgPool|(max|Max)Pool\d|globalMaxPool\dd)|\.(save|toGPU|fitDataset|evaluateDataset|from_?[cC]onfig|get_?[cC]onfig|clearCallHook|setCallHook|resetStates)$/;

const LONGEST_TYPE = 72;
const LONGEST_DOC = 140;

/** A type as a reader of a signature wants it: without aliases of arrays, without nothing-values. */
export function shortType(type: string): string {
  const short = type
    .replace(/import\([^)]*\)\./g, '')
    .replace(/\b(?:tfc|conv_util|serialization)\./g, '')
    .replace(/\bTensor<Rank\.R0>/g, 'Scalar')
    .replace(/\bTensor<Rank\.R(\d)>/g, 'Tensor$1D')
    .replace(/\b(Tensor|Variable)<(?:Rank|R|[A-Z]\w* extends Rank[^>]*)(?:\.R\d)?>/g, '$1')
    .replace(/"/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/\[ /g, '[')
    .replace(/ \]/g, ']')
    .replace(/\bShapeMap\[\w+\]/g, 'number[]')
    .replace(/\bArrayMap\[\w+\]/g, 'nested array')
    .replace(/\bkeyof DataTypeMap\b/g, 'DataType')
    .replace(/\bDataTypeMap\[\w+\]/g, 'TypedArray')
    .replace(/\bTensorBuffer<[^<>]*>/g, 'TensorBuffer')
    .replace(/\bArray<Tensor \| TensorLike>/g, 'Tensor[]');
  // Whatever takes a tensor takes nested arrays too; saying so each time hides the shape.
  const parts = splitUnion(short).filter(
    (part, _, all) =>
      !(
        /^(TensorLike\w*|ScalarLike|RecursiveArray<.*>|undefined|null)$/.test(part) &&
        all.length > 1
      ),
  );
  const joined = [...new Set(parts)].join(' | ');
  return joined.length > LONGEST_TYPE ? `${joined.slice(0, LONGEST_TYPE - 1)}…` : joined;
}

function splitUnion(type: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < type.length; i++) {
    if ('([{<'.includes(type[i])) depth++;
    else if (')]}'.includes(type[i]) || (type[i] === '>' && type[i - 1] !== '=')) depth--;
    else if (type[i] === '|' && depth === 0) {
      parts.push(type.slice(start, i).trim());
      start = i + 1;
    }
    // The result of a function type holds its own union.
    if (type.startsWith('=>', i) && depth === 0) break;
  }
  return [...parts, type.slice(start).trim()];
}

/** The first sentence of a comment, as plain text. */
export function firstSentence(comment: string): string {
  const text = comment
    .replace(/```[\s\S]*?(```|$)/g, '')
    .split(/\n\s*\n/)[0]
    .replace(/\[([^\]]+)\]\s*\([^)]*\)/g, '$1')
    .replace(/https?:\/\/\S+/g, '')
    .replace(/[`*]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const end = /[.!?](?=\s+[A-Z(]|$)/.exec(text.replace(/\b(e\.g|i\.e|etc|vs)\./g, '$1\u0000'));
  const sentence = end ? text.slice(0, end.index + 1) : text;
  return sentence.length > LONGEST_DOC
    ? `${sentence.slice(0, LONGEST_DOC - 1).replace(/\s+\S*$/, '')} …`
    : sentence;
}

/** Reads the declarations of the installed packages. Takes seconds: a whole type check. */
export function readApi(): Api {
  const entry = path.join(
    path.dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs/package.json')),
    'dist/index.d.ts',
  );
  const packages = path.join(path.dirname(entry), '../..');
  const hidden = Object.entries(HIDDEN_CLASSES).map(
    ([name, file]) => [name, path.join(packages, file)] as const,
  );
  // Where the functions of `losses`, `image`, … carry their comments.
  const commented = ['losses', 'image', 'linalg', 'signal'].flatMap((folder) => {
    const at = path.join(packages, 'tfjs-core/dist/ops', folder);
    return readdirSync(at).filter((file) => /^(?!.*_(test|util)\.).*\.d\.ts$/.test(file)).map((file) => path.join(at, file)); // prettier-ignore
  });
  const program = ts.createProgram([entry, ...hidden.map(([, file]) => file), ...commented], {
    noEmit: true,
    skipLibCheck: true,
    types: [],
    strict: true,
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  });
  const checker = program.getTypeChecker();
  const root = program.getSourceFile(entry)!;
  const api: Api = new Map();
  /** Interfaces of options that some function takes, by name. */
  const options = new Map<string, ts.Type>();
  const valuesOf = new Map<string, Entry[]>();

  const real = (symbol: ts.Symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const moduleOf = (file: string) =>
    checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)!)!);
  const typeOf = (symbol: ts.Symbol) => checker.getTypeOfSymbolAtLocation(symbol, root);
  const plain = (parts: ts.SymbolDisplayPart[]) => ts.displayPartsToString(parts);
  const show = (type: ts.Type) =>
    shortType(
      checker.typeToString(
        type,
        undefined,
        ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope,
      ),
    );

  /** A generic parameter says nothing to the reader; its bound does. */
  function bound(type: ts.Type): ts.Type {
    if (type.flags & ts.TypeFlags.TypeParameter)
      return checker.getBaseConstraintOfType(type) ?? type;
    return type;
  }

  function noteOptions(type: ts.Type): void {
    const one = checker.getNonNullableType(type);
    if (one.isUnion()) return one.types.forEach(noteOptions);
    const name = (one.aliasSymbol ?? one.symbol)?.name;
    if (!name || !/(Args|Config|Params)$/.test(name) || options.has(name)) return;
    options.set(name, one);
    for (const option of checker.getPropertiesOfType(one)) noteOptions(typeOf(option));
  }

  /** `'relu' | 'elu' | …` behind a name becomes a space of that name, whose entries are the values. */
  function noteValues(node: ts.TypeNode | undefined): void {
    if (!node || !ts.isTypeReferenceNode(node) || node.typeArguments) return;
    const type = checker.getNonNullableType(checker.getTypeFromTypeNode(node));
    if (!type.isUnion() || !type.types.every((one) => one.isStringLiteral())) return;
    const values = type.types.map(({ value }): Entry => ({ name: value, kind: 'value', parameters: '', type: '', doc: '' })); // prettier-ignore
    if (values.length > 1) valuesOf.set(node.typeName.getText(), values);
  }

  /** The class of `CLASSES` that an object of this type is, so that its members are found. */
  function known(type: ts.Type): string | undefined {
    const name = type.symbol?.name;
    if (!name || !type.isClass()) return undefined;
    if (CLASSES.includes(name) || name in HIDDEN_CLASSES) return name;
    return (checker.getBaseTypes(type) ?? []).map(known).find(Boolean);
  }

  /** What is written in the declaration, where that is short; else what the checker makes of it. */
  function parameterType(parameter: ts.Symbol): string {
    const declared = parameter.valueDeclaration as ts.ParameterDeclaration | undefined;
    const type = bound(typeOf(parameter));
    const node = declared?.type;
    noteValues(node);
    let text = node?.getText() ?? show(type);
    const own = declared && (declared.parent as ts.SignatureDeclaration).typeParameters;
    for (const { name, constraint } of own ?? []) {
      if (constraint)
        text = text.replace(new RegExp(`\\b${name.text}\\b(?!\\s*:)`, 'g'), constraint.getText());
    }
    return shortType(text);
  }

  function parametersOf(signature: ts.Signature): string {
    return signature.parameters
      .filter(({ name }) => name !== 'this' && !name.startsWith('_'))
      .map((parameter) => {
        noteOptions(typeOf(parameter));
        const declared = parameter.valueDeclaration as ts.ParameterDeclaration | undefined;
        const optional = declared && checker.isOptionalParameter(declared);
        const rest = declared?.dotDotDotToken ? '...' : '';
        return `${rest}${parameter.name}${optional ? '?' : ''}: ${parameterType(parameter)}`;
      })
      .join(', ');
  }

  /** `losses` and `image` are objects whose functions lost their comments; the originals have them. */
  const original = new Map<string, string>();
  for (const file of commented) {
    for (const symbol of moduleOf(file)) {
      const signature = typeOf(real(symbol)).getCallSignatures()[0];
      const comment = signature && plain(signature.getDocumentationComment(checker));
      if (comment) original.set(symbol.name, comment);
    }
  }

  function describe(symbol: ts.Symbol, space: string): Entry | undefined {
    const target = real(symbol);
    const type = typeOf(target);
    const signature = type.getCallSignatures()[0];
    const tags = [...(signature?.getJsDocTags() ?? []), ...target.getJsDocTags(checker)];
    const full = `${space}.${symbol.name}`;
    if (LEFT_OUT.test(full) || symbol.name.startsWith('_') || symbol.name === 'prototype')
      return undefined;
    if (!tags.some(({ name }) => name === 'doc') && !WITHOUT_DOC.has(full)) return undefined;
    const comment =
      plain(signature?.getDocumentationComment(checker) ?? []) ||
      plain(target.getDocumentationComment(checker)) ||
      (/^tf\.\w+$/.test(space) && original.get(symbol.name)) ||
      '';
    const { name } = symbol;
    const doc = firstSentence(comment);
    if (signature) {
      const parameters = parametersOf(signature);
      const returned = bound(signature.getReturnType());
      // `T[]` with T a tensor.
      const type = (known(returned) ?? show(returned)).replace(/^T(?=\[\]$)/, 'Tensor');
      return { name, kind: 'function', parameters, type, doc };
    }
    if (target.flags & ts.SymbolFlags.Class)
      return { name, kind: 'class', parameters: '', type: '', doc };
    return { name, kind: 'property', parameters: '', type: show(type), doc };
  }

  const sorted = (entries: (Entry | undefined)[]) =>
    entries.filter((entry) => entry !== undefined).sort((a, b) => (a.name < b.name ? -1 : 1));

  const exported = new Map(moduleOf(entry).map((symbol) => [symbol.name, symbol]));
  const functions = sorted(
    [...exported.values()].map((symbol) =>
      typeOf(real(symbol)).getCallSignatures().length > 0 ? describe(symbol, 'tf') : undefined,
    ),
  );
  const spaces = SPACES.map((name): Entry => ({ name, kind: 'namespace', parameters: '', type: `tf.${name}`, doc: '' })); // prettier-ignore
  api.set('tf', { entries: sorted([...functions, ...spaces]), parent: undefined });
  for (const name of SPACES) {
    const symbol = real(exported.get(name)!);
    const inside =
      symbol.flags & ts.SymbolFlags.Module
        ? checker.getExportsOfModule(symbol)
        : typeOf(symbol).getProperties();
    // OptimizerConstructors is a class; only what makes an optimizer is of use.
    const entries = sorted(inside.map((one) => describeInside(one, `tf.${name}`)));
    api.set(`tf.${name}`, { entries, parent: undefined });
  }

  /** Members of a namespace are part of the API although their own comment may lack the tag. */
  function describeInside(symbol: ts.Symbol, space: string): Entry | undefined {
    const callable = typeOf(real(symbol)).getCallSignatures().length > 0;
    const open = ['tf.image', 'tf.linalg', 'tf.losses', 'tf.signal', 'tf.spectral', 'tf.train', 'tf.layers', 'tf.callbacks', 'tf.initializers', 'tf.regularizers', 'tf.constraints', 'tf.metrics']; // prettier-ignore
    if (callable && open.includes(space)) WITHOUT_DOC.add(`${space}.${symbol.name}`);
    return callable ? describe(symbol, space) : undefined;
  }

  const classes = [
    ...CLASSES.map((name) => [name, real(exported.get(name)!)] as const),
    ...hidden.map(
      ([name, file]) => [name, moduleOf(file).find((one) => one.name === name)!] as const,
    ),
  ];
  const byName = new Map(functions.map((entry) => [entry.name, entry]));
  for (const [name, symbol] of classes) {
    const members = checker.getDeclaredTypeOfSymbol(symbol).getProperties();
    const entries = members.map((member) => {
      const entry = describe(member, name);
      if (entry || name !== 'Tensor') return entry;
      // Chained operations carry no comment: they are the functions of tf without the first one.
      const same = byName.get(member.name);
      const signature = typeOf(member).getCallSignatures()[0];
      return same && signature && { ...same, parameters: parametersOf(signature) };
    });
    api.set(name, { entries: sorted(entries), parent: undefined });
  }
  // A variable has all that a tensor has, and a sequential model all that a model has.
  keepOwn(api, 'Variable', 'Tensor');
  keepOwn(api, 'Sequential', 'LayersModel');

  for (const [name, type] of [...options].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const entries = checker.getPropertiesOfType(type).map((option): Entry => {
      const node = (option.valueDeclaration as ts.PropertySignature | undefined)?.type;
      noteValues(node);
      const plainName = node && ts.isTypeReferenceNode(node) && valuesOf.has(node.getText());
      return {
        name: option.name,
        kind: 'option',
        parameters: option.flags & ts.SymbolFlags.Optional ? '' : 'required',
        type: plainName ? node.getText() : show(checker.getNonNullableType(typeOf(option))),
        doc: firstSentence(plain(option.getDocumentationComment(checker))),
      };
    });
    api.set(name, { entries, parent: undefined });
  }
  const shared = api.get('LayerArgs')!.entries;
  for (const [name, space] of api) {
    const names = new Set(space.entries.map((entry) => entry.name));
    if (name !== 'LayerArgs' && shared.every((entry) => names.has(entry.name)))
      keepOwn(api, name, 'LayerArgs');
  }
  for (const [name, entries] of [...valuesOf].sort(([a], [b]) => (a < b ? -1 : 1)))
    api.set(name, { entries, parent: undefined });
  return api;
}

/** Leaves to a space what its parent lacks. */
function keepOwn(api: Api, name: string, parent: string): void {
  const inherited = new Set(api.get(parent)!.entries.map((entry) => entry.name));
  const entries = api.get(name)!.entries.filter((entry) => !inherited.has(entry.name));
  api.set(name, { entries, parent });
}

/** The encoded table; read once for each version of TF.js and of this file, then from the cache. */
export function tfTable(): string {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const version = createRequire(import.meta.url)('@tensorflow/tfjs/package.json').version;
  const maker = ['tools/build/tf-complete.ts', 'src/notebook/editor/table.ts'].map((file) =>
    readFileSync(path.join(root, file)),
  );
  const key = createHash('sha256').update(version).update(maker[0]).update(maker[1]).digest('hex');
  const file = path.join(root, '.cache', `tf-complete-${key.slice(0, 16)}.txt`);
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const text = encode(readApi());
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return text;
  }
}

const VIRTUAL = 'virtual:tf-complete';

/** Gives the table to the editor as a module. */
export default function tfComplete(): Plugin {
  return {
    name: 'rf:tf-complete',
    resolveId: (id) => (id === VIRTUAL ? `\0${VIRTUAL}` : undefined),
    load: (id) =>
      id === `\0${VIRTUAL}` ? `export default ${JSON.stringify(tfTable())};` : undefined,
  };
}
