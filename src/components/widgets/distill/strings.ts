import { DIGIT_PROBLEMS, DIGIT_WORDS, type DigitWords } from '../toolkit/digits.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';
import type { State } from './state.ts';

type Each<K extends string> = Record<K, string>;
type Name = 'hard' | 'soft' | 'both' | 'pool';

interface Own extends DigitWords {
  modeLabel: string;
  modes: Each<State['mode']>;
  digit: string;
  results: string;
  arithmetic: string;
  labels: Each<'temperature' | 'alpha' | 'square' | 'student' | 'labels' | 'pool' | 'hidden' | 'steps' | 'at' | 'seed'>; // prettier-ignore
  hints: Each<'alpha' | 'square' | 'student' | 'labels' | 'pool'>;
  linear: string;
  units: string;
  zero: string;
  copyTeacher: string;
  clear: string;
  drawHere: string;
  start: string;
  end: string;
  reads: string;
  misreads: string;
  noLabel: string;
  roles: Each<'labels' | 'pool' | 'test' | 'none'>;
  teacher: string;
  students: Each<Name>;
  learns: Each<'hard' | 'soft' | 'both'>;
  learnsMore: string;
  colon: string;
  comma: string;
  between: string;
  pixel: string;
  classIs: string;
  atT: string;
  fromLabel: string;
  fromSoft: string;
  together: string;
  order: string;
  most: string;
  least: string;
  ratio: string;
  afterSteps: string;
  softTitle: string;
  softAlt: string;
  pullsTitle: string;
  pullsAlt: string;
  curveTitle: string;
  curveAlt: string;
  place: readonly string[];
  others: string;
  trainTitle: string;
  trainAlt: string;
  fallTitle: string;
  fallAlt: string;
  rightTitle: string;
  ranking: string;
  spread: string;
  limit: string;
  even: string;
  softBetter: string;
  hardBetter: string;
  noPool: string;
  poolEven: string;
  poolBetter: string;
  poolWorse: string;
  chance: string;
  targetsTitle: string;
  studentsTitle: string;
  studentHeads: readonly string[];
  answersTitle: string;
  tables: Each<'curve' | 'losses' | 'gradient' | 'history' | 'step' | 'x'>;
  picked: string;
  decided: Each<'one' | 'train'>;
  gain: string;
  askBest: string;
  askSecond: string;
  bestRight: string;
  bestWrong: string;
  secondRight: string;
  secondWrong: string;
  predict: string;
  predictAsk: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  ...DIGIT_WORDS.zh,
  name: '蒸馏实验台：小网络学大网络的回答',
  lead: '老师是本站的数字分类网络，有 117,434 个参数。升高温度，看它还说了什么；再训练几个很小的学生网络，看这些话有多大用处。',
  names: {
    mode: '看什么',
    image: '数字',
    input: '画的数字',
    temperature: '温度',
    alpha: 'α',
    square: 'T² 的开关',
    student: '学生的 logit',
    labels: '每类有标签的图数',
    pool: '每类无标签的图数',
    hidden: '隐藏层',
    steps: '步数',
    at: '所看的步',
    seed: '种子',
  },
  problems: DIGIT_PROBLEMS.zh,
  modeLabel: '看什么',
  modes: { targets: '软目标和梯度', temperature: '各种温度', train: '训练学生' },
  digit: '数字',
  results: '结果',
  arithmetic: '算式',
  labels: {
    temperature: '温度 T',
    alpha: '软目标的权重 α',
    square: '软的部分乘 T²',
    student: '学生的 logit z',
    labels: '有标签的图，每类几张',
    pool: '只有老师回答的图，每类几张',
    hidden: '学生的隐藏层',
    steps: '训练步数',
    at: '看第几步',
    seed: '种子',
  },
  hints: {
    alpha: '标签的权重是 1 − α。',
    square: '关掉它，软的部分的梯度就是 (q − p)/T。',
    student: '一个数（十类相同，等于什么都不懂），或十个数。',
    labels: '老师也给它们软目标。',
    pool: '标签不用；第四个学生多学这些图的软目标。',
  },
  linear: '没有（线性）',
  units: '{n} 个 ReLU 单元',
  zero: '什么都不懂',
  copyTeacher: '和老师一样',
  clear: '擦掉重画',
  drawHere: '在这里画一个数字',
  start: '训练之前',
  end: '训练结束',
  reads: '老师认作 <b>{k}</b>，认对了。',
  misreads: '老师认作 <b>{k}</b>，标签是 {y}。',
  noLabel: '老师认作 <b>{k}</b>。这个数字没有标签，就拿老师的答案当标签。',
  roles: {
    labels: '这张图在学生的有标签训练图里。',
    pool: '这张图在无标签的图里，只有老师回答。',
    test: '这张图在学生的测试图里。',
    none: '这张图这次没有用到。',
  },
  teacher: '老师',
  students: { hard: '硬标签', soft: '软目标', both: '两者', pool: '软目标，加无标签的图' },
  learns: { hard: '{n} 个标签', soft: '{n} 个老师的回答', both: '{n} 个标签和回答' },
  learnsMore: '{n} + {m} 个老师的回答',
  colon: '：',
  comma: '，',
  between: '',
  pixel: '第 {r} 行第 {c} 列的像素',
  classIs: '类别 {k}：',
  atT: 'T = {t}：',
  fromLabel: '来自标签：',
  fromSoft: '来自软目标：',
  together: '合起来：',
  order: '次序',
  most: '最大的',
  least: '最小的',
  ratio: '两者之比',
  afterSteps: '{n} 步之后，认对的测试数字：',
  softTitle: '老师的概率，按类别',
  softAlt: '温度 {t} 时各类的概率：{p}',
  pullsTitle: '学生 logit 的梯度：正的压低，负的抬高',
  pullsAlt:
    '每一类有来自标签和来自软目标的梯度各一条，一条短线标出按 α 合起来的值；数字在下面的表里',
  curveTitle: '概率随温度的变化（T 用对数刻度）',
  curveAlt: '十条曲线，每类一条；温度升高，全都趋向十分之一，次序始终是 {o}',
  place: ['最大：{k}', '第二：{k}', '第三：{k}'],
  others: '其余',
  trainTitle: '{n} 个测试数字中认对几个，随训练的步数',
  trainAlt: '四个学生在 {n} 步训练中认对的个数',
  fallTitle: '各自的训练损失（对数轴；定义不同，高低不能互相比）',
  fallAlt: '四个学生各自的损失在 {n} 步训练中的变化',
  rightTitle: '{n} 个测试数字中认对几个',
  ranking:
    'T = {t} 时，老师最看好 {a}（{p}），其次 {b}（{q}）和 {c}（{r}）。标签只说一个数字；其余的概率是学生另外能学到的。',
  spread: '最大的概率是 {a}，最小的是 {b}。',
  limit:
    'T 越大，十个概率越接近 1/10，但次序不变：次序由 logit 决定，都除以 T 不会改变它。T 很小时几乎只剩第一名。',
  even: '同样的图，硬标签认对 {a} 个，软目标 {b} 个：差 {d} 个，分不出高下。',
  softBetter: '同样的图，硬标签认对 {a} 个，软目标 {b} 个：这里软目标多 {d} 个。',
  hardBetter: '同样的图，硬标签认对 {a} 个，软目标 {b} 个：这里硬标签多 {d} 个。',
  noPool: '没有无标签的图，第四个学生就和第二个一样。',
  poolEven: '再加 {m} 张只有老师回答的图，认对 {d} 个，也差不多。',
  poolBetter: '再加 {m} 张只有老师回答的图，认对 {d} 个，多了 {x} 个。',
  poolWorse: '再加 {m} 张只有老师回答的图，认对 {d} 个，反而少了 {x} 个。',
  chance: '相差四十个以内，换个种子也会出现，不算数。',
  gain: '多出来的大半来自图更多：把 T 调到 1，老师的回答几乎就是标签，无标签的图照样有用。',
  targetsTitle: '每一类的 logit、概率和梯度',
  studentsTitle: '四个学生：所学图上的平均 KL（温度 T）和交叉熵，梯度的范数',
  studentHeads: ['KL', 'CE', '‖∇L‖'],
  answersTitle: '老师和学生对这个数字的概率（T = 1，两位小数）',
  tables: {
    curve: '33 个温度（2⁻¹ 到 2⁷，每格乘 2 的四分之一次方）下十类的概率',
    losses: '四个学生各自的损失 L',
    gradient: '四个学生的损失对输出偏置的梯度',
    history: '步、四个损失、四个认对的个数',
    step: '所看的步：',
    x: '数字的像素',
  },
  picked:
    '这个数字是挑的：老师对它拿不准。对大多数数字，老师几乎百分之百确定，T = 1 时除了标签什么也看不出，换几个看看。',
  decided: {
    one: '你的设备重算老师的 logit、概率、KL、交叉熵和梯度；损失 L 和次序只由 float64 决定。',
    train:
      '这 1,500 个数字老师训练时都没见过。每类的前 10 个给有标签的图，接下来的 40 个给无标签的图，其余共 1,000 个只用来测试。学生看到的是每 2×2 像素取平均的 14×14 小图，四个从同样的权重开始，每步用全部的图，Adam 的学习率是 0.01。你的设备从 float64 的权重重算回答、KL、交叉熵和梯度；老师给训练图的 logit、训练、损失 L 和认对的个数只由 float64 决定。',
  },
  askBest: '哪个学生认对得最多',
  askSecond: '老师第二看好哪个数字',
  bestRight: '对：“{k}”认对 {n} 个',
  bestWrong: '不对：“{k}”最多，认对 {n} 个',
  secondRight: '对：先是 {a}，其次是 {b}',
  secondWrong: '不对：先是 {a}，其次是 {b}',
  predict: '先猜一猜',
  predictAsk: '结果先盖住。',
};

const en: OwnWords<Own> = {
  ...DIGIT_WORDS.en,
  name: 'Distillation bench: a small network learns from the answers of a large one',
  lead: 'The teacher is the digit classifier of this site, with 117,434 parameters. Raise the temperature and see what else it says; then train small students and see what that is worth.',
  names: {
    mode: 'view',
    image: 'digit',
    input: 'drawn digit',
    temperature: 'temperature',
    alpha: 'α',
    square: 'switch of T²',
    student: 'logits of the student',
    labels: 'number of labeled pictures of a class',
    pool: 'number of unlabeled pictures of a class',
    hidden: 'hidden layer',
    steps: 'number of steps',
    at: 'step on show',
    seed: 'seed',
  },
  problems: DIGIT_PROBLEMS.en,
  modeLabel: 'What to look at',
  modes: { targets: 'soft targets and gradients', temperature: 'all temperatures', train: 'train students' }, // prettier-ignore
  digit: 'The digit',
  results: 'Results',
  arithmetic: 'Arithmetic',
  labels: {
    temperature: 'Temperature T',
    alpha: 'Weight α of the soft targets',
    square: 'Multiply the soft part by T²',
    student: 'Logits z of the student',
    labels: 'Labeled pictures of each class',
    pool: 'Pictures of each class that only the teacher answers',
    hidden: 'Hidden layer of the students',
    steps: 'Steps of training',
    at: 'Step on show',
    seed: 'Seed',
  },
  hints: {
    alpha: 'The label has the weight 1 − α.',
    square: 'Without it the gradient of the soft part is (q − p)/T.',
    student: 'One number (the same for all ten: a student that knows nothing), or ten.',
    labels: 'The teacher gives soft targets for them too.',
    pool: 'Their labels are not used; the fourth student learns their soft targets as well.',
  },
  linear: 'none (linear)',
  units: '{n} ReLU units',
  zero: 'knows nothing',
  copyTeacher: 'same as the teacher',
  clear: 'clear',
  drawHere: 'draw a digit here',
  start: 'before training',
  end: 'end of training',
  reads: 'The teacher reads <b>{k}</b>, which is right.',
  misreads: 'The teacher reads <b>{k}</b>; the label is {y}.',
  noLabel: 'The teacher reads <b>{k}</b>. This digit has no label, so that answer stands in.',
  roles: {
    labels: 'This picture is one of the students’ labeled ones.',
    pool: 'This picture is one of the unlabeled ones, which only the teacher answers.',
    test: 'This picture is one of the students’ test digits.',
    none: 'This picture is not used this time.',
  },
  teacher: 'teacher',
  students: { hard: 'hard labels', soft: 'soft targets', both: 'both', pool: 'soft targets, unlabeled pictures too' }, // prettier-ignore
  learns: {
    hard: '{n} labels',
    soft: '{n} answers of the teacher',
    both: '{n} labels and answers',
  },
  learnsMore: '{n} + {m} answers of the teacher',
  colon: ':',
  comma: ', ',
  between: ' ',
  pixel: 'pixel in row {r}, column {c}',
  classIs: 'class {k}:',
  atT: 'T = {t}:',
  fromLabel: 'from the label: ',
  fromSoft: 'from the soft targets: ',
  together: 'together: ',
  order: 'order',
  most: 'largest',
  least: 'smallest',
  ratio: 'their ratio',
  afterSteps: 'test digits read correctly at step {n}:',
  softTitle: 'Probabilities of the teacher by class',
  softAlt: 'probabilities at temperature {t}: {p}',
  pullsTitle: 'Gradient with respect to the student’s logits: positive pushes down, negative lifts',
  pullsAlt:
    'for each class a bar for the gradient from the label and one from the soft targets, and a short line where α puts both together; the numbers are in the table below',
  curveTitle: 'Probabilities against the temperature (log scale for T)',
  curveAlt:
    'ten curves, one a class; as the temperature rises all approach one tenth, always in the order {o}',
  place: ['largest: {k}', 'second: {k}', 'third: {k}'],
  others: 'the others',
  trainTitle: 'Read correctly of {n} test digits, by step of training',
  trainAlt: 'test digits that the four students read correctly during {n} steps of training',
  fallTitle: 'Training loss of each (log axis; differently defined, so heights do not compare)',
  fallAlt: 'the losses of the four students during {n} steps of training',
  rightTitle: 'Read correctly of {n} test digits',
  ranking:
    'At T = {t} the teacher’s first choice is {a} ({p}), then {b} ({q}) and {c} ({r}). A label names one digit; the other probabilities are what a student can learn besides.',
  spread: 'The largest probability is {a}, the smallest {b}.',
  limit:
    'The larger T, the closer all ten come to 1/10, but in the same order: the logits alone decide it, and dividing them by T changes nothing. With a small T little but the largest is left.',
  even: 'With the same pictures, hard labels read {a} and soft targets {b}: {d} apart, too close to call.',
  softBetter:
    'With the same pictures, hard labels read {a} and soft targets {b}: here {d} more with soft targets.',
  hardBetter:
    'With the same pictures, hard labels read {a} and soft targets {b}: here {d} more with hard labels.',
  noPool: 'Without unlabeled pictures the fourth student is the second.',
  poolEven: 'With {m} more pictures that only the teacher answers, {d}: about as many.',
  poolBetter: 'With {m} more pictures that only the teacher answers, {d}: {x} more.',
  poolWorse: 'With {m} more pictures that only the teacher answers, {d}: {x} fewer.',
  chance:
    'A difference of up to 40 either way also comes from another seed and counts for nothing.',
  gain: 'Most of the gain comes from more pictures: at T = 1 the teacher’s answers are almost labels, and the unlabeled pictures help all the same.',
  targetsTitle: 'Logits, probabilities and gradients of each class',
  studentsTitle:
    'The four students: mean KL (at T) and cross-entropy on what they learn from, norm of the gradient',
  studentHeads: ['KL', 'CE', '‖∇L‖'],
  answersTitle: 'Probabilities of teacher and students for this digit (T = 1, two decimals)',
  tables: {
    curve:
      'Probabilities of the ten classes at 33 temperatures, 2⁻¹ to 2⁷, each the fourth root of 2 above the last',
    losses: 'Loss L of each of the four students',
    gradient: 'Gradient of the four losses with respect to the output bias',
    history: 'Step, four losses, four numbers of digits read correctly',
    step: 'Step on show:',
    x: 'Pixels of the digit',
  },
  picked:
    'This digit was picked: the teacher is not sure of it. Of most digits it is nearly certain, and at T = 1 shows no more than the label; try some.',
  decided: {
    one: 'Your device works out the teacher’s logits, probabilities, KL, cross-entropy and gradients; the loss L and the order are decided in float64 alone.',
    train:
      'The teacher was trained on none of these 1,500 digits. The first 10 of each class are for labeled pictures, the next 40 for unlabeled ones, and the remaining 1,000 are for testing only. Students see 14×14 means of 2×2 pixels; all four start from the same weights, every step uses all their pictures, and Adam’s learning rate is 0.01. From the float64 weights your device works out answers, KL, cross-entropy and gradients; the teacher’s logits of the training pictures, the training, the losses L and the digits read correctly are decided in float64 alone.',
  },
  askBest: 'Which student reads the most test digits correctly',
  askSecond: 'The teacher’s second choice',
  bestRight: 'Right: “{k}” reads {n}',
  bestWrong: 'No: “{k}” reads most, {n}',
  secondRight: 'Right: first {a}, then {b}',
  secondWrong: 'No: first {a}, then {b}',
  predict: 'Predict first',
  predictAsk: 'The results are covered.',
};

export const STRINGS = joinWords({ zh, en });
