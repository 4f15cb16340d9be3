/** Words that every widget uses. */
import type { L10n, Lang } from '../../../i18n/langs.ts';
import { BACKEND_NOTES, FILE_WORDS, RUNTIME_ERRORS } from '../../../runtime/strings.ts';

/** The shared words; `names` and `problems` are completed by each widget. */
export interface ToolWords {
  scenes: string;
  noScript: string;
  staticProof: string;
  proof: string;
  proofLoading: string;
  tensors: string;
  backend: string;
  auto: string;
  reset: string;
  share: string;
  linkCopied: string;
  linkNoPicture: string;
  copied: string;
  copy: string;
  code: string;
  codeNote: string;
  check: string;
  more: string;
  less: string;
  back: string;
  step: string;
  play: string;
  pause: string;
  cell: string;
  channel: string;
  rows: string;
  columns: string;
  channels: string;
  red: string;
  green: string;
  blue: string;
  source: string;
  typed: string;
  draw: string;
  drawHint: string;
  upload: string;
  uploadHint: string;
  own: string;
  colour: string;
  pictureBad: string;
  camera: string;
  cameraTake: string;
  cameraStop: string;
  cameraDenied: string;
  cameraMissing: string;
  pictures: Record<string, string>;
  pictureAlt: Record<string, string>;
  inputPicture: string;
  allNumbers: string;
  legend: string;
  pairHint: string;
  paddingHint: string;
  /** What the keys of the address are called in messages. */
  names: Record<string, string>;
  /** Why something was refused, by code. */
  problems: Record<string, string>;
  runtime: (typeof RUNTIME_ERRORS)[Lang];
  notes: (typeof BACKEND_NOTES)[Lang];
  files: (typeof FILE_WORDS)[Lang];
}

const zh: ToolWords = {
  scenes: '场景',
  noScript: '这里是构建时算好的结果。打开 JavaScript 就能改数、换图、逐格查看。',
  staticProof: '这些数在构建时由 float64 参考代码算出。动一下组件，你的设备就会重算并逐格比对。',
  proof: '你的设备与 float64 逐格比对：{cells} 格，最大误差 {error}',
  proofLoading: '正在下载 TensorFlow.js…',
  tensors: '存活张量 {n}',
  backend: '后端',
  auto: '自动',
  reset: '复位',
  share: '复制链接',
  linkCopied: '链接已复制',
  linkNoPicture: '链接已复制，但不含你的图片：它不会离开这个页面。',
  copied: '已复制',
  copy: '复制代码',
  code: '同一个计算的代码',
  codeNote: '数字就是现在这一组，复制出去可以直接运行。',
  check: '核对',
  more: '加 1',
  less: '减 1',
  back: '上一格',
  step: '下一格',
  play: '逐格播放',
  pause: '暂停',
  cell: '第 {r} 行第 {c} 列',
  channel: '通道 {n}',
  rows: '行',
  columns: '列',
  channels: '通道',
  red: '红',
  green: '绿',
  blue: '蓝',
  source: '输入来源',
  typed: '矩阵（自己填）',
  draw: '手绘 28×28',
  drawHint: '按住指针画；或用方向键移动，空格键落笔、再按擦除。',
  upload: '打开图片…',
  uploadHint: '也可以拖进来或粘贴；图片只留在这个页面里。',
  own: '你的图片',
  colour: '彩色（3 个通道）',
  pictureBad: '打不开这个文件：它不是浏览器认得的图片。',
  camera: '用摄像头拍一张…',
  cameraTake: '拍下这一帧',
  cameraStop: '关掉摄像头',
  cameraDenied: '浏览器没有得到使用摄像头的许可。',
  cameraMissing: '这里没有可用的摄像头（只有 https 页面能用）。',
  pictures: { 'digit-3': '数字 3', cat: '猫', astronaut: '宇航员', coins: '硬币' },
  pictureAlt: {
    'digit-3': '手写的数字 3，白色笔画，黑色背景',
    cat: '一只虎斑猫的脸',
    astronaut: '身穿橙色航天服、面带微笑的宇航员',
    coins: '深色背景上的三排古希腊硬币',
    own: '你打开的图片',
    matrix: '你画的图或填的矩阵',
  },
  inputPicture: '{what}，{h}×{w} 像素',
  allNumbers: '输出的全部数字',
  legend: '色标',
  pairHint: '一个数，或“行,列”',
  paddingHint: 'valid、same、一个数，或“上,下,左,右”',
  names: {
    input: '输入',
    image: '图片',
    kernel: '卷积核',
    stride: '步幅',
    padding: '填充',
    dilation: '膨胀率',
    groups: '分组',
    scene: '场景',
    v: '版本',
  },
  problems: {
    'unknown-key': '不认识参数“{key}”。',
    repeated: '参数“{key}”出现了两次。',
    empty: '{name}没有填。',
    encoding: '链接里的“{key}”编码有误。',
    'not-a-number': '{name}里的“{value}”不是数。',
    'not-whole': '{name}要填整数，“{value}”不是。',
    range: '{name}要在 {min} 到 {max} 之间，“{value}”不行。',
    choice: '{name}不能是“{value}”。可以选：{choices}。',
    ragged: '{name}的各行、各通道要一样大：应有 {expected} 个，却有 {got} 个。',
    'too-many': '{name}太大：最多 {max}，却有 {got}。',
    count: '{name}要填 {expected} 个数，却有 {got} 个。',
    both: '“{key}”和“{other}”只能给一个。',
    'own-picture': '链接里的图片只存在于打开它的那个页面，这里没有。',
    version: '这个链接来自更新的版本（v={value}），这里读不懂。',
  },
  runtime: RUNTIME_ERRORS.zh,
  notes: BACKEND_NOTES.zh,
  files: FILE_WORDS.zh,
};

const en: ToolWords = {
  scenes: 'Scenes',
  noScript: 'This result was computed when the page was built. With JavaScript you can change it.',
  staticProof:
    'Computed in float64 when the page was built. Touch the widget, and your own device computes it again and compares every cell.',
  proof: 'Your device compared with float64, cell by cell: {cells} cells, largest error {error}',
  proofLoading: 'Downloading TensorFlow.js…',
  tensors: '{n} live tensors',
  backend: 'Backend',
  auto: 'automatic',
  reset: 'Reset',
  share: 'Copy link',
  linkCopied: 'Link copied',
  linkNoPicture: 'Link copied, without your picture: it never leaves this page.',
  copied: 'Copied',
  copy: 'Copy code',
  code: 'The same computation as code',
  codeNote: 'The code uses the numbers shown here; paste it and it runs.',
  check: 'Check',
  more: 'one more',
  less: 'one less',
  back: 'Previous cell',
  step: 'Next cell',
  play: 'Play',
  pause: 'Pause',
  cell: 'row {r}, column {c}',
  channel: 'channel {n}',
  rows: 'rows',
  columns: 'columns',
  channels: 'channels',
  red: 'red',
  green: 'green',
  blue: 'blue',
  source: 'Input from',
  typed: 'matrix (typed)',
  draw: 'drawing, 28×28',
  drawHint: 'Draw with the pointer, or move with the arrow keys and press space to draw or erase.',
  upload: 'Open a picture…',
  uploadHint: 'You can also drop or paste one; it never leaves this page.',
  own: 'your picture',
  colour: 'color (3 channels)',
  pictureBad: 'This file is not a picture that the browser can read.',
  camera: 'Take a picture…',
  cameraTake: 'Take this frame',
  cameraStop: 'Turn the camera off',
  cameraDenied: 'The browser was not allowed to use the camera.',
  cameraMissing: 'No camera can be used here (only https pages can use one).',
  pictures: { 'digit-3': 'digit 3', cat: 'cat', astronaut: 'astronaut', coins: 'coins' },
  pictureAlt: {
    'digit-3': 'a handwritten digit 3, white strokes on black',
    cat: 'the face of a tabby cat',
    astronaut: 'a smiling astronaut in an orange suit',
    coins: 'three rows of ancient Greek coins on a dark background',
    own: 'the picture you opened',
    matrix: 'your drawing or matrix',
  },
  inputPicture: '{what}, {h}×{w} pixels',
  allNumbers: 'Every number of the output',
  legend: 'Color scale',
  pairHint: 'one number, or rows,columns',
  paddingHint: 'valid, same, one number, or top,bottom,left,right',
  names: {
    input: 'input',
    image: 'picture',
    kernel: 'kernel',
    stride: 'stride',
    padding: 'padding',
    dilation: 'dilation',
    groups: 'number of groups',
    scene: 'scene',
    v: 'version',
  },
  problems: {
    'unknown-key': 'There is no parameter “{key}”.',
    repeated: 'The parameter “{key}” is given twice.',
    empty: 'No value is given for the {name}.',
    encoding: 'The link is damaged at “{key}”.',
    'not-a-number': '“{value}” in the {name} is not a number.',
    'not-whole': 'The {name} must be a whole number, not “{value}”.',
    range: 'The {name} must lie between {min} and {max}; “{value}” does not.',
    choice: 'The {name} cannot be “{value}”. Choose from: {choices}.',
    ragged:
      'All rows and channels of the {name} must have the same size: {expected} expected, {got} found.',
    'too-many': 'The {name} is too large: at most {max} allowed, {got} given.',
    count: 'The {name} takes {expected} numbers, but {got} were given.',
    both: 'Give either “{key}” or “{other}”, not both.',
    'own-picture': 'The picture in this link exists only on the page where it was opened.',
    version: 'This link was made by a newer version (v={value}) and cannot be read here.',
  },
  runtime: RUNTIME_ERRORS.en,
  notes: BACKEND_NOTES.en,
  files: FILE_WORDS.en,
};

export const TOOL_WORDS: L10n<ToolWords> = { zh, en };

/** What a widget must add: its own words, the names of its keys, and codes of its own. */
export type OwnWords<W> = W & {
  /** Accessible name and heading. */
  name: string;
  /** What to do, in one sentence. */
  lead: string;
  names: Record<string, string>;
  problems?: Record<string, string>;
};

/** A widget's words joined with the shared ones; its own win. */
export function joinWords<W extends object>(own: L10n<OwnWords<W>>): L10n<OwnWords<W> & ToolWords> {
  const join = (lang: Lang) => ({
    ...TOOL_WORDS[lang],
    ...own[lang],
    names: { ...TOOL_WORDS[lang].names, ...own[lang].names },
    problems: { ...TOOL_WORDS[lang].problems, ...own[lang].problems },
  });
  return { zh: join('zh'), en: join('en') };
}

/** Words that the build alone writes; the script has no use for them. */
const BUILD_WORDS =
  'name lead scenes noScript staticProof backend auto reset share copy code codeNote check predict camera back step';
/** Words about pictures, for kinds that take none. */
const PICTURE_WORDS =
  'red green blue source typed draw drawHint upload uploadHint own colour pictureBad cameraTake cameraStop cameraDenied cameraMissing pictures pictureAlt inputPicture linkNoPicture';

/** What decides which words a widget's script can need. */
export interface Uses {
  pictures: boolean;
  /** Whether it loads models or data. */
  files: boolean;
  /** The keys of its address: what messages about them call them. */
  keys: readonly string[];
}

/** The words that go to the script: what `parts` and the loop write. */
export function liveWords(words: object, uses: Uses): object {
  const unused = `${uses.pictures ? '' : PICTURE_WORDS} ${uses.files ? '' : 'files'}`;
  const idle = `${BUILD_WORDS} ${unused}`.split(' ');
  const shared = Object.keys(zh.names).filter((key) => !['scene', 'v', ...uses.keys].includes(key));
  const without = (entries: object, keys: readonly string[]) =>
    Object.fromEntries(Object.entries(entries).filter(([key]) => !keys.includes(key)));
  const live = without(words, idle);
  return 'names' in live ? { ...live, names: without(live.names as object, shared) } : live;
}
