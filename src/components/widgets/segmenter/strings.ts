import type { L10n } from '../../../i18n/langs.ts';
import { SCENE_NAMES, SCENE_WORDS, type SceneWords } from '../toolkit/composed.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { ViewName } from './state.ts';

export type MapName = 'scene' | 'truth' | 'model' | 'errors';

interface Own {
  back: string;
  step: string;
  play: string;
  separator: string;
  views: Record<ViewName, string>;
  viewHints: Record<ViewName, string>;
  maps: Record<MapName, string>;
  titles: Record<ViewName, Record<'scene' | 'truth' | 'model', string>>;
  errorsTitle: string;
  sceneAlt: string;
  truthAlt: string;
  modelAlt: string;
  errorsAlt: string;
  background: string;
  inside: string;
  outside: string;
  className: string;
  digitName: string;
  digitOf: string;
  plus: string;
  minus: string;
  undo: string;
  clear: string;
  clicksHint: string;
  clicksFull: string;
  noClick: string;
  afterClick: string;
  noTarget: string;
  grey: string;
  others: string;
  agrees: string;
  differs: string;
  scores: string;
  heads: Record<ViewName, string>;
  columnsOf: string[];
  meanOf: Record<'semantic' | 'instance', string>;
  lastIou: string;
  accuracy: string;
  captions: Record<'semantic' | 'masks' | 'map' | 'truth', string>;
  tableOf: string;
  predict: string;
  predictAsk: string;
  predictLabel: string;
  notNumber: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own & SceneWords> & ToolWords;

const zh: OwnWords<Own & SceneWords> = {
  ...SCENE_WORDS.zh,
  name: '图像分割演示',
  lead: '同一个场景，三种问法：每个像素是哪一类？属于哪一个数字？我点的这个数字在哪里？对照合成时就知道的真值，IoU 与 Dice 一个像素一个像素数出来。',
  names: { ...SCENE_NAMES.zh, view: '视图', clicks: '点击', pixel: '像素' },
  problems: {
    spot: '{name}要写成“行,列”，各从 0 到 {max}，“{value}”不行。',
    sign: '{name}里每一个都要以 + 或 - 开头，“{value}”不行。',
    'clicks-many': '{name}最多 {max} 个，却有 {got} 个。',
  },
  back: '上一行',
  step: '下一行',
  play: '逐行播放',
  separator: '、',
  views: { semantic: '语义', instance: '实例', click: '点击' },
  viewHints: {
    semantic: '一类一种颜色：同一个数字颜色相同，从这张图数不出有几个。',
    instance: '一个一种颜色：模型每次只取出一个，所以每个数字替你点一下，再把各次的掩膜合起来。',
    click:
      '选好 + 或 −，在场景或模型的图上点：网络只取出你指的那个数字。取多了，用 − 点多出的地方。',
  },
  maps: { scene: '场景', truth: '真值', model: '模型的图', errors: '两者的差别' },
  titles: {
    semantic: { scene: '<b>场景</b> 输入', truth: '<b>真值</b> 类别', model: '<b>模型</b> 类别' },
    instance: {
      scene: '<b>场景</b> 与每个数字一次点击',
      truth: '<b>真值</b> 实例',
      model: '<b>模型</b> 实例',
    },
    click: {
      scene: '<b>场景</b> 与你的点击',
      truth: '<b>真值</b> 这个数字',
      model: '<b>模型</b> 掩膜',
    },
  },
  errorsTitle: '<b>差别</b> {wrong} 个像素：[missed]漏掉 [extra]多出 [other]认错',
  sceneAlt: '合成的场景，{n} 个数字：{list}',
  truthAlt: '场景的真值图，{n} 个数字：{list}',
  modelAlt: '模型给出的图，{wrong} 个像素与真值不同',
  errorsAlt: '与真值不同的 {wrong} 个像素',
  background: '背景',
  inside: '里面',
  outside: '外面',
  className: '类别 {d}',
  digitName: '第 {i} 个',
  digitOf: '第 {i} 个（{label}）',
  plus: '+ 属于它',
  minus: '− 不属于它',
  undo: '撤销一次',
  clear: '全部清除',
  clicksHint: '已点 {n} 次，最多 {max} 次。键盘：方向键移动，空格键点击。修正不一定变好，看 IoU。',
  clicksFull: '已点满 {max} 次：撤销一次再点。',
  noClick: '没有点击',
  afterClick: '点击 {k} 次后',
  noTarget: '还没有正点击，也就没有要找的数字：在一个数字上点一下。',
  grey: '灰度',
  others: '其余',
  agrees: '模型：{model}，与真值相同。',
  differs: '模型：{model}，真值：{truth}。',
  scores: 'IoU 与 Dice',
  heads: { semantic: '类别', instance: '数字', click: '点击' },
  columnsOf: ['模型 A', '真值 B', 'A ∩ B', 'A ∪ B', 'IoU', 'Dice'],
  meanOf: { semantic: 'mIoU =', instance: '平均 IoU =' },
  lastIou: '与真值（{label}）的 IoU',
  accuracy: '{p}% 的像素与真值相同：背景占了大半，这个数总是好看。',
  captions: {
    semantic: '11 个类别的概率',
    masks: '每次点击的掩膜概率',
    map: '模型的图',
    truth: '真值的图',
  },
  tableOf: '哪一张的数字',
  predict: '先猜：IoU 是多少？',
  predictAsk: '模型的图和得分已遮住。猜平均 IoU（点击时猜最后一次的），差 0.05 以内算对。',
  predictLabel: 'IoU',
  notNumber: '先填一个数。',
  right: '对了：{v}。',
  wrong: '还不对：{v}。',
};

const en: OwnWords<Own & SceneWords> = {
  ...SCENE_WORDS.en,
  name: 'Image segmenter',
  lead: 'One scene, three questions: of which class is each pixel? To which digit does it belong? And where is the digit that I click? The composer knows the truth, so IoU and Dice are counted pixel by pixel.',
  names: { ...SCENE_NAMES.en, view: 'view', clicks: 'clicks', pixel: 'pixel' },
  problems: {
    spot: 'The {name} must be written as “row,column”, each from 0 to {max}; “{value}” is not.',
    sign: 'Each of the {name} begins with + or -; “{value}” does not.',
    'clicks-many': 'At most {max} {name} are taken, but {got} were given.',
  },
  back: 'Previous row',
  step: 'Next row',
  play: 'Play the rows',
  separator: ', ',
  views: { semantic: 'Semantic', instance: 'Instance', click: 'Click' },
  viewHints: {
    semantic:
      'One color a class: two zeros would look the same, and the map cannot tell how many there are.',
    instance:
      'One color a digit: the model takes out one at a time, so each digit is clicked once for you, and the masks are joined.',
    click:
      'Choose + or − and press on the scene or the model’s map: the network takes out the digit you mean. Where it takes too much, press with −.',
  },
  maps: {
    scene: 'The scene',
    truth: 'The truth',
    model: 'What the model says',
    errors: 'Where both differ',
  },
  titles: {
    semantic: { scene: '<b>scene</b> input', truth: '<b>truth</b> classes', model: '<b>model</b> classes' }, // prettier-ignore
    instance: {
      scene: '<b>scene</b> and a click for each digit',
      truth: '<b>truth</b> instances',
      model: '<b>model</b> instances',
    },
    click: {
      scene: '<b>scene</b> and your clicks',
      truth: '<b>truth</b> this digit',
      model: '<b>model</b> mask',
    },
  },
  errorsTitle: '<b>difference</b> {wrong} pixels: [missed]missed [extra]extra [other]mistaken',
  sceneAlt: 'a composed scene with {n} digits: {list}',
  truthAlt: 'the true map of the scene with {n} digits: {list}',
  modelAlt: 'the map of the model; {wrong} pixels differ from the truth',
  errorsAlt: 'the {wrong} pixels that differ from the truth',
  background: 'background',
  inside: 'inside',
  outside: 'outside',
  className: 'class {d}',
  digitName: 'no. {i}',
  digitOf: 'no. {i} (a {label})',
  plus: '+ part of it',
  minus: '− not part of it',
  undo: 'Undo one',
  clear: 'Clear all',
  clicksHint:
    '{n} of at most {max} clicks. Keyboard: arrow keys move, space clicks. A correction can also make it worse: watch the IoU.',
  clicksFull: 'All {max} clicks are used: undo one first.',
  noClick: 'without clicks',
  afterClick: 'after click {k}',
  noTarget: 'Without a positive click there is no digit to look for: press on one.',
  grey: 'gray',
  others: 'others',
  agrees: 'model: {model}, and so is the truth.',
  differs: 'model: {model}, truth: {truth}.',
  scores: 'IoU and Dice',
  heads: { semantic: 'class', instance: 'digit', click: 'click' },
  columnsOf: ['model A', 'truth B', 'A ∩ B', 'A ∪ B', 'IoU', 'Dice'],
  meanOf: { semantic: 'mIoU =', instance: 'mean IoU =' },
  lastIou: 'IoU with the truth (a {label})',
  accuracy:
    '{p}% of the pixels agree with the truth: most are background, so this always looks good.',
  captions: {
    semantic: 'Probabilities of the 11 classes',
    masks: 'Probabilities of the masks, click by click',
    map: 'The map of the model',
    truth: 'The true map',
  },
  tableOf: 'Numbers of',
  predict: 'Predict first: what is the IoU?',
  predictAsk:
    'The map of the model and its scores are covered. Guess the mean IoU (with clicks, that after the last one) to within 0.05.',
  predictLabel: 'IoU',
  notNumber: 'Enter a number first.',
  right: 'Right: {v}.',
  wrong: 'Not so: {v}.',
};

export const STRINGS: L10n<Words> = joinWords<Own & SceneWords>({ zh, en });
