import type { L10n } from '../../../i18n/langs.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { State } from './state.ts';

interface Own {
  leftSide: string;
  rightSide: string;
  arithmetic: string;
  labels: Record<
    'mode' | 'rule' | 'iou' | 'score' | 'sigma' | 'at' | 'points' | 'matching' | 'step',
    string
  >;
  hints: Partial<Record<'iou' | 'score' | 'sigma' | 'at', string>>;
  modes: Record<State['mode'], string>;
  rules: Record<State['rule'], string>;
  pointNames: Record<State['points'], string>;
  matchings: Record<State['matching'], string>;
  /** Left, top, right, bottom. */
  edges: readonly string[];
  score: string;
  colon: string;
  fieldLabel: string;
  fieldAlt: string;
  fieldHint: string;
  moves: string;
  keys: Record<string, string>;
  shift: string;
  shiftHint: string;
  shiftPlot: string;
  leftOfB: string;
  hull: string;
  distance: string;
  stays: string;
  /** To the left, right, up, down. */
  goes: readonly string[];
  measures: string;
  areas: string;
  gradients: string;
  gradientHint: string;
  formats: string;
  inclusive: string;
  inclusiveHint: string;
  queue: string;
  queueHeads: readonly string[];
  stepName: string;
  sorted: string;
  keeps: string;
  deletesStill: string;
  nobodyLeft: string;
  deleted: string;
  passes: string;
  tooWeak: string;
  isKept: string;
  isGone: string;
  isWeak: string;
  keptOf: string;
  foundOf: string;
  pairs: string;
  kept: string;
  scores: string;
  ruleTitle: string;
  pairsHint: string;
  softHint: string;
  curvePlot: string;
  precision: string;
  recall: string;
  measured: string;
  raised: string;
  raisedTo: string;
  unraised: string;
  ranked: string;
  withObject: string;
  right1: string;
  takenBefore: string;
  tooLittle: string;
  mustExceed: string;
  touchesNone: string;
  curve: string;
  hit: string;
  hits: string;
  aps: string;
  matchTitle: string;
  matchHint: string;
  tens: string;
  mean: string;
  pairsTruth: string;
  apHint: string;
  one: Record<'boxes' | 'objects' | 'detections' | 'truths', string>;
  add: string;
  remove: string;
  asks: Record<State['mode'], string>;
  predict: string;
  predictAsk: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: '框的实验台',
  lead: '拖动一个框，或改它的四个数：重叠面积、NMS 删掉谁、AP 是多少，都跟着变，每一步算式都写在下面。',
  names: {
    mode: '任务',
    a: '框 A',
    b: '框 B',
    boxes: '检测框',
    objects: '真物体',
    rule: '规则',
    iou: 'NMS 的 IoU 阈值',
    score: '得分阈值',
    sigma: 'σ',
    step: '步数',
    detections: '检测框',
    truths: '真物体',
    at: '算对的 IoU 阈值',
    points: '取样方式',
    matching: '判对错的规则',
    move: '要移动的框',
    shift: '框 B 的左边',
  },
  problems: {
    flipped: '{name}里的“{value}”不是一个框：右要大于左，下要大于上。',
  },
  leftSide: '画面上的框',
  rightSide: '曲线与设置',
  arithmetic: '这一步的算式',
  labels: {
    mode: '任务',
    rule: '抑制规则',
    iou: 'IoU 阈值',
    score: '得分阈值',
    sigma: '衰减宽度 σ',
    at: '算“对”所需的 IoU',
    points: '取样',
    matching: '判对错的规则',
    step: '走到第几步',
  },
  hints: {
    iou: 'IoU 大于它才删',
    score: '得分要大于它才参加',
    sigma: '得分乘 exp(−IoU²/σ)',
  },
  modes: { iou: 'IoU：两个框', nms: 'NMS：去掉重复的框', ap: 'AP：给检测打分' },
  rules: {
    greedy: '标准 NMS：只有留下的删别人',
    soft: 'soft-NMS：只降得分（高斯）',
    fast: 'Fast NMS：删掉的也删别人',
  },
  pointNames: { area: '曲线下面积', '11': '11 个点（VOC 2007）', '101': '101 个点（COCO）' },
  matchings: { coco: 'COCO：在空闲的物体里找，IoU ≥ 阈值', voc: 'VOC：只看重叠最多的，IoU > 阈值' },
  edges: ['左', '上', '右', '下'],
  score: '得分',
  colon: '：',
  fieldLabel: '画面：方向键或指针移动框 {k}',
  fieldAlt: '框（左, 上, 右, 下）',
  fieldHint: '在画面上按住拖动；或先点画面，再用方向键，按住 Shift 一次走 8 格。',
  moves: '移动',
  keys: {
    both: 'A ∩ B',
    hull: 'C：包住两者的最小框',
    right: '对',
    kept: '留下',
    gone: '删掉',
    wrong: '误检',
    truth: '真物体',
  },
  shift: '横向移动 B（左边）',
  shiftHint: '两个框一旦分开，IoU 恒为 0，GIoU 继续往下走。',
  shiftPlot: 'B 横向移动时的 IoU 和 GIoU',
  leftOfB: 'B 的左边',
  hull: '包住两者的最小框',
  distance: 'ρ：中心距离，d：C 的对角线',
  stays: '梯度为 0，这条边不动',
  goes: ['梯度下降把这条边推向左', '梯度下降把这条边推向右', '梯度下降把这条边推向上', '梯度下降把这条边推向下'], // prettier-ignore
  measures: '两个框有多一致',
  areas: '面积',
  gradients: '三种损失对 B 四条边的梯度',
  gradientHint:
    '点一格看这条边会往哪边走。分开时 1 − IoU 的四个梯度全是 0；GIoU 把近边拉近，却把远边往外推。两条边正好对齐处有折点，这里取左右两侧斜率的平均。',
  formats: '同一个 B，四种写法：',
  inclusive: '按像素下标算（右、下各加 1）的 IoU：',
  inclusiveHint: '打斜线：和上面的 IoU 不同。老代码这样数，0 到 9 算 10 宽。只由 float64 算出。',
  queue: '按得分排队',
  queueHeads: ['框', '得分', '结果'],
  stepName: '第 {i} 步，共 {n} 步',
  sorted: '还没开始：得分大于 {t} 的 {n} 个框按得分排好。',
  keeps: '留下 {k}（得分 {s}）。',
  deletesStill: '{k} 已被删掉，但照样删别人。',
  nobodyLeft: '没有框剩下了。',
  deleted: '，删',
  passes: '，不删',
  tooWeak: '，不大于 {t}，去掉',
  isKept: '留下',
  isGone: '被 {k} 删掉',
  isWeak: '得分太低',
  keptOf: '全部走完：{n} 个框留下 {k} 个。',
  foundOf: '{m} 个真物体找到 {h} 个（IoU 不小于 0.5），多余的框 {d} 个。',
  pairs: '两两之间的 IoU',
  kept: '留下（1）或没留下（0）',
  scores: '最后的得分',
  ruleTitle: '同样的框，三种规则留下谁',
  pairsHint:
    '描边的格子大于阈值；打斜线的结果与所选规则不同。谁被留下只由 float64 决定，它依据的 IoU 由你的设备核对。',
  softHint:
    'soft-NMS 不看 IoU 阈值；打斜线的结果与所选规则不同。每一步选谁只由 float64 决定，IoU 和降下来的得分由你的设备核对。',
  curvePlot: '精确率—召回率曲线',
  precision: '精确率',
  recall: '召回率',
  measured: '测得',
  raised: '抬平后',
  raisedTo: '抬平到',
  unraised: '不抬平',
  ranked: '第 {i} 名：{k}，得分 {s}',
  withObject: '与物体 {o} 的 IoU',
  right1: '对，物体被领走。',
  takenBefore: '误检，这个物体已被更靠前的框领走。',
  tooLittle: '误检，重叠不够。',
  mustExceed: '误检，VOC 要求超过阈值。',
  touchesNone: '误检，没碰到任何物体。',
  curve: '从最有把握的开始数',
  hit: '对',
  hits: '命中',
  aps: '同一队检测的四种 AP',
  matchTitle: '两家规则各判对（✓）判错（✗）',
  matchHint: '● 是现在用的；打斜线的与它不同。',
  tens: '十个 IoU 阈值下的 AP，以及它们的平均',
  mean: '平均',
  pairsTruth: '检测框与真物体的 IoU',
  apHint:
    '分数要紧的只有先后：得分全部平方，AP 不变。对错、召回率的比较和十个阈值的 AP 只由 float64 决定；IoU、精确率、召回率和四种 AP 由你的设备核对。这里只有一类、一张图；真正评估时，所有图片的检测排成一队。',
  one: { boxes: '框', objects: '真物体', detections: '检测框', truths: '真物体' },
  add: '加一个{w}',
  remove: '减一个{w}',
  asks: { iou: 'IoU', nms: '留下几个框', ap: 'AP' },
  predict: '先猜：结果是多少？',
  predictAsk: '结果已遮住。小数或 1/3 这样的分数都行，误差不超过 0.02 算对；个数要正好。',
  right: '对：{v}。',
  wrong: '还不对：你填了 {g}，应为 {v}。',
};

const en: OwnWords<Own> = {
  name: 'Box bench',
  lead: 'Drag a box, or change its four numbers: the areas, whom NMS deletes, and the AP follow, each with its arithmetic.',
  names: {
    mode: 'task',
    a: 'box A',
    b: 'box B',
    boxes: 'detected boxes',
    objects: 'true objects',
    rule: 'rule',
    iou: 'IoU threshold of NMS',
    score: 'score threshold',
    sigma: 'σ',
    step: 'steps done',
    detections: 'detected boxes',
    truths: 'true objects',
    at: 'IoU of a hit',
    points: 'sampling',
    matching: 'rule for hits',
    move: 'box to move',
    shift: 'left edge of B',
  },
  problems: {
    flipped: '“{value}” in {name} is no box: right must exceed left, bottom must exceed top.',
  },
  leftSide: 'Boxes in the picture',
  rightSide: 'Curve and settings',
  arithmetic: 'The arithmetic of this step',
  labels: {
    mode: 'Task',
    rule: 'Rule of suppression',
    iou: 'IoU threshold',
    score: 'Score threshold',
    sigma: 'Width of the decay σ',
    at: 'IoU from which a box is right',
    points: 'Sampling',
    matching: 'Rule for hits',
    step: 'Steps done',
  },
  hints: {
    iou: 'only a greater IoU deletes',
    score: 'a box must score more to take part',
    sigma: 'scores are multiplied by exp(−IoU²/σ)',
  },
  modes: {
    iou: 'IoU: two boxes',
    nms: 'NMS: remove duplicates',
    ap: 'AP: score the detections',
  },
  rules: {
    greedy: 'standard NMS: only kept boxes delete',
    soft: 'soft-NMS: scores fall (Gaussian)',
    fast: 'Fast NMS: deleted boxes delete too',
  },
  pointNames: { area: 'area', '11': '11 points (VOC 2007)', '101': '101 points (COCO)' },
  matchings: {
    coco: 'COCO: among free objects, IoU ≥ threshold',
    voc: 'VOC: largest overlap, IoU > threshold',
  },
  edges: ['left', 'top', 'right', 'bottom'],
  score: 'score',
  colon: ':',
  fieldLabel: 'Picture: arrow keys or pointer move box {k}',
  fieldAlt: 'Boxes (left, top, right, bottom)',
  fieldHint:
    'Press and drag in the picture; or click it and use the arrow keys, with Shift eight squares at a time.',
  moves: 'Move',
  keys: {
    both: 'A ∩ B',
    hull: 'C: smallest box around both',
    right: 'right',
    kept: 'kept',
    gone: 'deleted',
    wrong: 'false positive',
    truth: 'true object',
  },
  shift: 'Move B sideways (left edge)',
  shiftHint: 'Once the boxes lose contact, IoU stays at 0, and GIoU goes on falling.',
  shiftPlot: 'IoU and GIoU as B moves sideways',
  leftOfB: 'left edge of B',
  hull: 'the smallest box around both',
  distance: 'ρ: distance of the centers, d: diagonal of C',
  stays: 'no gradient, this edge stays',
  goes: [
    'gradient descent moves this edge to the left',
    'gradient descent moves this edge to the right',
    'gradient descent moves this edge up',
    'gradient descent moves this edge down',
  ],
  measures: 'How well the boxes agree',
  areas: 'Areas',
  gradients: 'Gradients of three losses with respect to the edges of B',
  gradientHint:
    'Choose a cell to see where that edge goes. Apart, all four gradients of 1 − IoU are 0; GIoU pulls the near edge in and pushes the far one out. Where two edges coincide there is a kink: this is the mean of the slopes on both sides.',
  formats: 'The same B, written in four ways:',
  inclusive: 'IoU of pixel indices (right and bottom plus 1):',
  inclusiveHint:
    'Hatched: differs from the IoU above. Old code counts a box from 0 to 9 as 10 wide. Computed in float64 alone.',
  queue: 'In order of score',
  queueHeads: ['box', 'score', 'result'],
  stepName: 'Step {i} of {n}',
  sorted: 'Not begun: {n} boxes with a score above {t}, sorted.',
  keeps: '{k} is kept (score {s}).',
  deletesStill: '{k} is gone but deletes all the same.',
  nobodyLeft: 'No box is left.',
  deleted: ', deleted',
  passes: ', stays',
  tooWeak: ', not above {t}, dropped',
  isKept: 'kept',
  isGone: 'deleted by {k}',
  isWeak: 'score too low',
  keptOf: 'At the end {k} of {n} boxes are kept.',
  foundOf: '{h} of {m} true objects are found (IoU of 0.5 or more), {d} boxes too many.',
  pairs: 'IoU of all pairs',
  kept: 'Kept (1) or not (0)',
  scores: 'Scores at the end',
  ruleTitle: 'The same boxes: whom three rules keep',
  pairsHint:
    'Framed cells exceed the threshold; hatched results differ from the chosen rule. Who is kept is decided in float64 alone; the IoUs that it rests on are checked on your device.',
  softHint:
    'Soft-NMS has no IoU threshold; hatched results differ from the chosen rule. Whose turn it is is decided in float64 alone; IoUs and lowered scores are checked on your device.',
  curvePlot: 'Precision against recall',
  precision: 'precision',
  recall: 'recall',
  measured: 'measured',
  raised: 'raised',
  raisedTo: 'raised to',
  unraised: 'not raised',
  ranked: 'Rank {i}: {k}, score {s}',
  withObject: 'IoU with object {o}',
  right1: 'right, and the object is taken.',
  takenBefore: 'a false positive, a better box has taken this object.',
  tooLittle: 'a false positive, too little overlap.',
  mustExceed: 'a false positive, VOC asks for more than the threshold.',
  touchesNone: 'A false positive that touches no object.',
  curve: 'From the surest box down',
  hit: 'right',
  hits: 'hits',
  aps: 'One ranking, four APs',
  matchTitle: 'Right (✓) or wrong (✗) by either rule',
  matchHint: '● is in use; hatched verdicts differ from it.',
  tens: 'AP at ten IoU thresholds, and their mean',
  mean: 'mean',
  pairsTruth: 'IoU of detections and true objects',
  apHint:
    'Scores count by their order alone: square them all, and AP is the same. Verdicts, which recall lies beyond which, and the AP at ten thresholds are decided in float64 alone; IoUs, precision, recall and the four APs are checked on your device. This is one class in one picture; a real evaluation ranks the detections of all pictures together.',
  one: { boxes: 'box', objects: 'true object', detections: 'detection', truths: 'true object' },
  add: 'add a {w}',
  remove: 'remove a {w}',
  asks: { iou: 'IoU', nms: 'boxes kept', ap: 'AP' },
  predict: 'Predict first: what comes out?',
  predictAsk:
    'The result is covered. A decimal or a fraction like 1/3 will do, within 0.02; a count must be exact.',
  right: 'Right: {v}.',
  wrong: 'Not yet: you typed {g}, it is {v}.',
};

export const STRINGS: L10n<Words> = joinWords({ zh, en });
