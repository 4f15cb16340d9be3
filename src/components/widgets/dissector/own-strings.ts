/** Why a model of the reader's own cannot be used, by code; fetched when one is opened. */
import type { L10n } from '../../../i18n/langs.ts';

export const OWN_PROBLEMS: L10n<Record<string, string>> = {
  zh: {
    'model-no-json': '没有选到 model.json。要同时选中 model.json 和它的全部 .bin 文件。',
    'model-not-a-model': '这不是 TF.js 的 LayersModel（Sequential 或 Functional）。',
    'model-shard': '缺少权重文件 {file}。要和 model.json 一起选中。',
    'model-bytes': '文件太大：{got} MB，最多 {max} MB。',
    'model-layer-unknown': '层“{layer}”的类型 {kind} 在这里不支持。',
    'model-setting-unknown': '层“{layer}”的设置不支持：{setting}。',
    'model-input-missing': '层“{layer}”的输入“{input}”不存在。',
    'model-weights': '权重 {weight} 的形状应为 {shape}，文件里却是 {given}。',
    'model-short': '权重文件在 {weight}（{shape}）读完之前就断了。',
    'model-shape': '层“{layer}”接不上形状为 {shape} 的输入。',
    'model-inputs': '只支持一个输入，这个模型有 {got} 个。',
    'model-outputs': '只支持一个输出，这个模型有 {got} 个。',
    'model-input': '输入要是 H×W×1 或 H×W×3，边长 4 到 {max}；这个模型是 {got}。',
    'model-output': '输出要是 2 到 {max} 个得分；这个模型是 {got}。',
    'model-layers': '层数太多：{got}，最多 {max}。',
    'model-maps': '层“{layer}”有 {got} 张特征图，最多 {max} 张。',
    'model-macs': '一次前向要 {got} 百万次乘加，最多 {max} 百万次。',
  },
  en: {
    'model-no-json': 'No model.json was chosen. Choose model.json and all its .bin files together.',
    'model-not-a-model': 'This is not a LayersModel of TF.js (Sequential or Functional).',
    'model-shard': 'The weight file {file} is missing. Choose it together with model.json.',
    'model-bytes': 'The files are too large: {got} MB, at most {max} MB.',
    'model-layer-unknown':
      'The layer “{layer}” is of the kind {kind}, which is not supported here.',
    'model-setting-unknown': 'A setting of the layer “{layer}” is not supported: {setting}.',
    'model-input-missing': 'The layer “{layer}” reads “{input}”, which does not exist.',
    'model-weights': 'The weight {weight} should have the shape {shape}, but the file has {given}.',
    'model-short': 'The weight file ends before {weight} ({shape}) is complete.',
    'model-shape': 'The layer “{layer}” cannot take an input of the shape {shape}.',
    'model-inputs': 'Only one input is supported; this model has {got}.',
    'model-outputs': 'Only one output is supported; this model has {got}.',
    'model-input': 'The input must be H×W×1 or H×W×3 with sides from 4 to {max}; here it is {got}.',
    'model-output': 'The output must be 2 to {max} scores; here it is {got}.',
    'model-layers': 'Too many layers: {got}, at most {max}.',
    'model-maps': 'The layer “{layer}” has {got} maps; at most {max} are shown.',
    'model-macs': 'A forward pass takes {got} million multiply-adds; at most {max} million.',
  },
};
