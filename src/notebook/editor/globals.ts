/** What a cell sees besides TF.js, for completion: names and signatures once, words in each language. */
import type { L10n, Lang } from '../../i18n/langs.ts';
import type { Api, Entry, EntryKind } from './table.ts';

type Row = [name: string, kind: EntryKind, parameters: string, type: string, doc: L10n];

const OPTIONS_OF_IMAGE = 'ImageOptions';
const OPTIONS_OF_IMAGES = 'ImagesOptions';
const CHART = 'Chart';

const GLOBALS: Row[] = [
  ['tf', 'namespace', '', 'tf', { zh: 'TensorFlow.js。', en: 'TensorFlow.js.' }],
  [
    'display',
    'function',
    'value: any',
    'void',
    {
      zh: '显示一个值：张量、数组、对象或文字。',
      en: 'Shows a value: a tensor, array, object or text.',
    },
  ],
  [
    'plot',
    'function',
    'key: string, x: number, values: { [name: string]: number }',
    'void',
    { zh: '给实时折线图加一个点。', en: 'Adds a point to a live line chart.' },
  ],
  [
    'progress',
    'function',
    'key: string, value: number, total: number, info?: string',
    'void',
    { zh: '显示进度条和剩余时间。', en: 'Shows a progress bar and the time left.' },
  ],
  [
    'dataset',
    'function',
    "name: 'digits' | 'fashion', part: 'train' | 'test', count?: number",
    'Promise<Dataset>',
    {
      zh: '读取一组 28×28 的图像和标签。',
      en: 'Reads a set of 28×28 images with labels.',
    },
  ],
  [
    'frame',
    'function',
    '',
    'Promise<void>',
    { zh: '让页面有机会重绘；要 await。', en: 'Lets the page draw; await it.' },
  ],
  ['console', 'namespace', '', 'console', { zh: '打印文字。', en: 'Prints text.' }],
];

const DISPLAY: Row[] = [
  ['text', 'function', 'text: string', 'void', { zh: '显示文字。', en: 'Shows text.' }],
  [
    'tensor',
    'function',
    't: Tensor',
    'void',
    {
      zh: '显示张量的形状、统计和数值。',
      en: 'Shows the shape, statistics and values of a tensor.',
    },
  ],
  [
    'image',
    'function',
    `t: Tensor2D | Tensor3D, options?: ${OPTIONS_OF_IMAGE}`,
    'void',
    {
      zh: '把 [h, w]、[h, w, 1]、[h, w, 3] 或 [h, w, 4] 的张量显示为图像。',
      en: 'Shows a tensor of shape [h, w], [h, w, 1], [h, w, 3] or [h, w, 4] as an image.',
    },
  ],
  [
    'images',
    'function',
    `t: Tensor3D | Tensor4D, options?: ${OPTIONS_OF_IMAGES}`,
    'void',
    {
      zh: '把一批图像排成一张图。',
      en: 'Shows a batch of images as one sheet.',
    },
  ],
  [
    'table',
    'function',
    'rows: object[] | any[][]',
    'void',
    { zh: '显示表格。', en: 'Shows a table.' },
  ],
  ['chart', 'function', `chart: ${CHART}`, 'void', { zh: '画图表。', en: 'Draws a chart.' }],
  ['math', 'function', 'tex: string', 'void', { zh: '显示公式。', en: 'Shows a formula.' }],
];

const SCALE: Row = [
  'scale',
  'option',
  '',
  'number',
  { zh: '每个像素在屏幕上占几个像素。', en: 'Screen pixels for each picture pixel.' },
];

const RANGE: Row = [
  'range',
  'option',
  '',
  '[number, number]',
  { zh: '显示为黑和白的两个数值。', en: 'The values shown as black and as white.' },
];

const SPACES: Record<string, Row[]> = {
  globals: GLOBALS,
  display: DISPLAY,
  console: (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => [
    name,
    'function',
    '...values: any[]',
    'void',
    { zh: '打印一行。', en: 'Prints a line.' },
  ]),
  Dataset: [
    [
      'images',
      'property',
      '',
      'Tensor4D',
      { zh: '[n, 28, 28, 1]，取值 0 到 1。', en: '[n, 28, 28, 1], between 0 and 1.' },
    ],
    [
      'labels',
      'property',
      '',
      'Tensor1D',
      { zh: '[n]，整数类别。', en: '[n], whole numbers: the classes.' },
    ],
  ],
  [OPTIONS_OF_IMAGE]: [
    SCALE,
    RANGE,
    ['caption', 'option', '', 'string', { zh: '图下的说明。', en: 'Words below the picture.' }],
  ],
  [OPTIONS_OF_IMAGES]: [
    ['columns', 'option', '', 'number', { zh: '每行几张。', en: 'Images in a row.' }],
    SCALE,
    RANGE,
    [
      'captions',
      'option',
      '',
      'string[]',
      { zh: '每张图的说明。', en: 'Words below each picture.' },
    ],
  ],
  [CHART]: [
    [
      'type',
      'option',
      'required',
      "'line' | 'scatter' | 'bar'",
      { zh: '折线、散点或柱。', en: 'Line, scatter or bar.' },
    ],
    ['title', 'option', '', 'string', { zh: '标题。', en: 'Title.' }],
    ['x', 'option', '', 'string', { zh: '横轴的名称。', en: 'Name of the x axis.' }],
    ['y', 'option', '', 'string', { zh: '纵轴的名称。', en: 'Name of the y axis.' }],
    [
      'log',
      'option',
      '',
      'boolean',
      { zh: '纵轴是否用对数刻度。', en: 'Whether the y axis is logarithmic.' },
    ],
    [
      'series',
      'option',
      'required',
      '{ name: string, points: [number, number][] }[]',
      { zh: '要画的各条数据。', en: 'The lines of numbers to draw.' },
    ],
  ],
};

/** The spaces of the cell globals (`globals`, `display`, …) with words of one language. */
export function globals(lang: Lang): Api {
  const entry = ([name, kind, parameters, type, doc]: Row): Entry => ({
    name,
    kind,
    parameters,
    type,
    doc: doc[lang],
  });
  return new Map(
    Object.entries(SPACES).map(([name, rows]) => [
      name,
      { entries: rows.map(entry), parent: undefined },
    ]),
  );
}
