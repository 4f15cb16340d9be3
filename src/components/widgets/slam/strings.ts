import type { L10n } from '../../../i18n/langs.ts';
import { joinWords, type OwnWords, type ToolWords } from '../toolkit/strings.ts';

interface Own {
  map: string;
  mapAlt: string;
  keys: Record<'truth' | 'wheels' | 'slam' | 'post' | 'estimate' | 'before', string>;
  errors: string;
  errorRows: readonly [string, string];
  errorHeads: readonly string[];
  inside: string;
  outside: string;
  sure: string;
  chart: string;
  chartAlt: string;
  believed: string;
  stepAxis: string;
  distance: string;
  formulaOf: string;
  labels: Record<string, string>;
  hints: Partial<Record<string, string>>;
  mistakes: readonly [none: string, taken: string];
  driveNames: Record<'0' | '50' | '200', string>;
  confidenceNames: Record<'68' | '95' | '99', string>;
  first: string;
  back: string;
  step: string;
  where: string;
  start: string;
  kinds: Record<'predict' | 'enter' | 'update' | 'refuse', string>;
  takenFor: string;
  predictSum: string;
  enterSum: string;
  updateSum: string;
  refuseSum: string;
  alsoMoves: string;
  isMeasured: string;
  standsStill: string;
  spreadText: string;
  offText: string;
  believedText: string;
  headingText: string;
  distanceText: string;
  ofRobot: string;
  ofLandmark: string;
  matrixTitle: string;
  matrixAlt: string;
  matrixLabel: string;
  matrixHint: string;
  entry: string;
  correlation: string;
  landmarks: string;
  landmarkHeads: readonly string[];
  landmarksHint: string;
  none: string;
  seenNow: string;
  rate: string;
  rateText: string;
  rateHint: string;
  alone: string;
  tables: Record<'mean' | 'cov' | 'gain' | 'S' | 'course', string>;
  ask: string;
  predict: string;
  predictAsk: string;
  right: string;
  wrong: string;
}

export type Words = OwnWords<Own> & ToolWords;

const zh: OwnWords<Own> = {
  name: 'SLAM 小世界',
  lead: '播放，或按 › 一次走一个操作：预测让椭圆变大，看见路标让椭圆变小。留意机器人回到起点附近（第 54 步）时，没看见的路标会怎样。',
  names: {
    seed: '随机种子',
    t: '步',
    done: '这一步做完的操作数',
    wheels: '轮子的噪声',
    camera: '相机的噪声',
    sight: '相机看多远',
    confidence: '椭圆的置信度',
    mistake: '认错成几号',
    gate: '门限',
    cut: '丢掉相关性',
    drives: '统计次数',
  },
  problems: { itself: '把 1 号认成 1 号就没有认错：填 0，或 2 到 16。' },
  map: '地图',
  mapAlt:
    '俯视图，第 {t} 步。真实位置（{truth}），轮子推算（{wheels}），EKF 估计（{slam}）。地图里有 {m} 个路标，这一步看到 {seen} 个。',
  keys: {
    truth: '真实轨迹',
    wheels: '只靠轮子',
    slam: 'EKF-SLAM',
    post: '路标（实心：现在看得见）',
    estimate: '估计的路标，{p}% 椭圆',
    before: '虚线：这一步看见路标之前',
  },
  errors: '误差（这一刻）',
  errorRows: ['只靠轮子', 'EKF-SLAM'],
  errorHeads: ['离真实位置', '自认为 σ', '朝向差 °', 'd²'],
  inside: '{who}：真实位置在 {p}% 椭圆内，d² {d} ≤ {rim}。',
  outside: '{who}：真实位置在 {p}% 椭圆<b>外</b>，d² {d} &gt; {rim}。',
  sure: '{who}：不认为自己有误差。',
  chart: '到这一步为止的误差',
  chartAlt: '第 {t} 步：只靠轮子误差 {a}，EKF-SLAM 误差 {b}，自认为 {c}',
  believed: 'SLAM 自认为（σ）',
  stepAxis: '步',
  distance: '离真实位置',
  formulaOf: '这一步的算式',
  labels: {
    t: '第几步',
    wheels: '轮子的噪声（倍）',
    camera: '相机的噪声（倍）',
    sight: '相机看多远',
    confidence: '椭圆',
    mistake: '把 1 号路标认成',
    gate: '拒绝太意外的测量',
    cut: '每步之后丢掉相关性',
    drives: '多开几次，数椭圆守不守信',
    seed: '随机种子',
  },
  hints: {
    wheels: '1 倍：每步距离 σ = 0.05，转角 σ = 0.03 弧度',
    camera: '1 倍：距离 σ = 0.1，方位 σ = 0.02 弧度',
    sight: '0：什么也看不见，只剩轮子',
    mistake: '从第 31 步起；第 58 步它重新出现',
    gate: '意外的 νᵀS⁻¹ν 大于 9.21（百分之一）就不用',
    cut: '省事，但滤波器会过度自信',
  },
  mistakes: ['不认错', '{n} 号'],
  driveNames: { '0': '不统计', '50': '50 次', '200': '200 次' },
  confidenceNames: { '68': '68%', '95': '95%', '99': '99%' },
  first: '回到起点',
  back: '上一个操作',
  step: '下一个操作',
  where: '第 {t} 步，操作 {i}/{n}，{kind}：',
  start: '起点：机器人准确知道自己在哪里，地图是空的。',
  kinds: {
    predict: '预测',
    enter: '新路标 {k}',
    update: '更新，路标 {k}',
    refuse: '拒绝，路标 {k}',
  },
  takenFor: '路标 {i}，认成 {k}',
  predictSum:
    '轮子说前进 {d}、转 {a}。位置 ({x}, {y}) ← ({x0} + {d}×cos {h}, {y0} + {d}×sin {h})；P ← F P Fᵀ + G Q Gᵀ，机器人的 σ {before} → <b>{after}</b>',
  enterSum:
    '测得距离 {r}、方位 {b}，地图里没有它。放在机器人前方：({x}, {y})；它继承机器人的不确定度，σ = <b>{after}</b>',
  updateSum:
    '测得距离 {r}、方位 {b}，预期 {er}、{eb}；意外 ν = ({n0}, {n1} 弧度)。{who}：{sum}；机器人的 σ {before} → <b>{after}</b>',
  refuseSum:
    '测得距离 {r}、方位 {b}，预期 {er}、{eb}。νᵀS⁻¹ν = {d} &gt; 9.21：太意外，<b>不用</b>。',
  alsoMoves: '没有测它，它也动：',
  isMeasured: '测的就是它：',
  standsStill: '不动',
  spreadText: 'σ {before} → {after}',
  offText: '离真实位置 = √({dx}² + {dy}²) {e} <b>{v}</b>',
  believedText: '自认为的 σ = √({xx} + {yy}) {e} <b>{v}</b>：协方差里 x、y 两个方差之和的平方根',
  headingText: '朝向差 {e} <b>{v}</b>°，正数是偏左',
  distanceText: 'd² = δᵀP⁻¹δ {e} <b>{v}</b>；{p}% 椭圆的边在 −2 ln(1 − {q}) ≈ {rim}',
  ofRobot: '机器人',
  ofLandmark: '路标 {k}',
  matrixTitle: '相关性：{n}×{n}，先是机器人 x、y、朝向，再是每个路标的 x、y',
  matrixAlt: '协方差矩阵 P，{n}×{n}，颜色是相关系数：橙色为正，蓝色为负。',
  matrixLabel: '协方差矩阵：用方向键逐格查看',
  matrixHint: '指向一格看数字。颜色是相关系数，因为方差的单位各不相同。',
  entry: '{a} 与 {b}：',
  correlation: '协方差 {c}，相关系数 {c} / ({s}×{u}) {e} <b>{v}</b>',
  landmarks: '地图里的路标',
  landmarkHeads: ['x', 'y', '离真实位置', '看之前 σ', '现在 σ'],
  landmarksHint: '● 现在看得见。没有 ● 的也会变：它们的误差与被测的那个相关。点一行看它怎样移动。',
  none: '地图里还没有路标。',
  seenNow: '现在看得见',
  rate: '椭圆守信吗？',
  rateText:
    '同样的设置，种子 1 到 {n} 各开一次：第 {t} 步（全部操作之后），{p}% 椭圆装住真实位置的次数——只靠轮子 {a} 次（{ap}%），EKF-SLAM <b>{b}</b> 次（{bp}%）。',
  rateHint: '选次数后开始统计。',
  alone:
    '这一步的均值、协方差、增益 K 和 S 由你的设备用矩阵乘法（float32）重算并核对。行驶、噪声、角度、雅可比矩阵、之前各步、椭圆、误差、门限和统计只由 float64 决定。',
  tables: {
    mean: '均值 s：机器人 x、y、朝向，然后各路标 x、y',
    cov: '协方差 P',
    gain: '增益 K',
    S: '意外的协方差 S',
    course: '逐步：轮子的误差与 σ，SLAM 的误差与 σ',
  },
  ask: '几个',
  predict: '先猜：几个路标的椭圆会变小？',
  predictAsk: '结果已遮住。这一步的测量会让地图里几个路标的椭圆变小（哪怕一点点）？',
  right: '对：{v} 个。变小的不只是看见的那几个。',
  wrong: '还不对：你填了 {g}，应为 {v}。',
};

const en: OwnWords<Own> = {
  name: 'SLAM world',
  lead: 'Play, or take one operation at a time with ›: predictions make ellipses grow, landmarks make them shrink. Watch the landmarks out of view when the robot comes near its start again (step 54).',
  names: {
    seed: 'seed',
    t: 'step',
    done: 'operations done',
    wheels: 'noise of the wheels',
    camera: 'noise of the camera',
    sight: 'range of sight',
    confidence: 'confidence of the ellipses',
    mistake: 'mistaken number',
    gate: 'gate',
    cut: 'dropping of correlations',
    drives: 'number of drives',
  },
  problems: { itself: 'Landmark 1 taken for 1 is no mistake: give 0, or 2 to 16.' },
  map: 'Map',
  mapAlt:
    'Seen from above, step {t}. True place ({truth}), wheels alone ({wheels}), EKF estimate ({slam}). The map has {m} landmarks; {seen} are measured in this step.',
  keys: {
    truth: 'true path',
    wheels: 'wheels alone',
    slam: 'EKF-SLAM',
    post: 'landmark (filled: in view)',
    estimate: 'its estimate, {p}% ellipse',
    before: 'dashed: before this step’s sightings',
  },
  errors: 'Errors at this moment',
  errorRows: ['wheels alone', 'EKF-SLAM'],
  errorHeads: ['off by', 'believed σ', 'heading off °', 'd²'],
  inside: '{who}: the true place lies inside the {p}% ellipse, d² {d} ≤ {rim}.',
  outside: '{who}: the true place lies <b>outside</b> the {p}% ellipse, d² {d} &gt; {rim}.',
  sure: '{who}: believes in no error at all.',
  chart: 'Errors up to this step',
  chartAlt: 'Step {t}: wheels alone are off by {a}, EKF-SLAM by {b}, and it believes {c}',
  believed: 'SLAM believes (σ)',
  stepAxis: 'step',
  distance: 'off by',
  formulaOf: 'The arithmetic of this operation',
  labels: {
    t: 'Step',
    wheels: 'Noise of the wheels (times)',
    camera: 'Noise of the camera (times)',
    sight: 'How far the camera sees',
    confidence: 'Ellipses',
    mistake: 'Take landmark 1 for',
    gate: 'Refuse measurements that surprise too much',
    cut: 'Drop the correlations after each step',
    drives: 'Many drives: do the ellipses keep their word?',
    seed: 'Seed',
  },
  hints: {
    wheels: 'at 1: σ = 0.05 of the distance and 0.03 rad of the turn of each step',
    camera: 'at 1: σ = 0.1 of the range and 0.02 rad of the bearing',
    sight: 'at 0 it sees nothing, and only the wheels are left',
    mistake: 'from step 31 on; it comes back into view at step 58',
    gate: 'νᵀS⁻¹ν above 9.21, one right one in a hundred, is not used',
    cut: 'less work, but the filter becomes overconfident',
  },
  mistakes: ['itself', 'number {n}'],
  driveNames: { '0': 'do not count', '50': '50 drives', '200': '200 drives' },
  confidenceNames: { '68': '68%', '95': '95%', '99': '99%' },
  first: 'Back to the start',
  back: 'One operation back',
  step: 'Next operation',
  where: 'Step {t}, operation {i} of {n}, {kind}:',
  start: 'The start: the robot knows exactly where it is, and its map is empty.',
  kinds: {
    predict: 'predict',
    enter: 'new landmark {k}',
    update: 'update with landmark {k}',
    refuse: 'refusal of landmark {k}',
  },
  takenFor: '{i}, taken for {k}',
  predictSum:
    'the wheels say {d} ahead and a turn of {a}. Position ({x}, {y}) ← ({x0} + {d}×cos {h}, {y0} + {d}×sin {h}); P ← F P Fᵀ + G Q Gᵀ, σ of the robot {before} → <b>{after}</b>',
  enterSum:
    'seen at range {r} and bearing {b}; the map does not have it yet. It is put at ({x}, {y}) and takes over the uncertainty of the robot: σ = <b>{after}</b>',
  updateSum:
    'measured range {r} and bearing {b}, expected {er} and {eb}; surprise ν = ({n0}, {n1} rad). {who}: {sum}; σ of the robot {before} → <b>{after}</b>',
  refuseSum:
    'measured range {r} and bearing {b}, expected {er} and {eb}. νᵀS⁻¹ν = {d} &gt; 9.21: too much of a surprise, <b>not used</b>.',
  alsoMoves: 'nobody measured it, and it moves:',
  isMeasured: 'this is what was measured:',
  standsStill: 'stays',
  spreadText: 'σ {before} → {after}',
  offText: 'off by √({dx}² + {dy}²) {e} <b>{v}</b>',
  believedText:
    'believed σ = √({xx} + {yy}) {e} <b>{v}</b>: the root of the variances of x and y in P',
  headingText: 'heading off by {v}°, positive to the left',
  distanceText:
    'd² = δᵀP⁻¹δ {e} <b>{v}</b>; the rim of the {p}% ellipse is at −2 ln(1 − {q}) ≈ {rim}',
  ofRobot: 'robot',
  ofLandmark: 'landmark {k}',
  matrixTitle: 'Correlations, {n}×{n}: x, y, heading of the robot, then x, y of each landmark',
  matrixAlt:
    'Covariance matrix P, {n}×{n}, colored by correlation: orange for positive, blue for negative.',
  matrixLabel: 'Covariance matrix: arrow keys go from entry to entry',
  matrixHint:
    'Point at an entry for its numbers. Colors are correlations, as variances have different units.',
  entry: '{a} with {b}:',
  correlation: 'covariance {c}, correlation {c} / ({s}×{u}) {e} <b>{v}</b>',
  landmarks: 'Landmarks in the map',
  landmarkHeads: ['x', 'y', 'off by', 'σ before', 'σ now'],
  landmarksHint:
    '● in view. Those without ● change too: their errors go together with that of the measured one. Choose a row to see how it moves.',
  none: 'No landmark is in the map yet.',
  seenNow: 'in view',
  rate: 'Do the ellipses keep their word?',
  rateText:
    'The same settings with the seeds 1 to {n}: at the end of step {t} the {p}% ellipse held the true place in {a} drives ({ap}%) for wheels alone, and in <b>{b}</b> ({bp}%) for EKF-SLAM.',
  rateHint: 'Choose a number of drives to count.',
  alone:
    'Mean, covariance, gain K and S of this operation are computed again on your device by matrix products (float32) and compared. The drive and its noise, angles, Jacobians, all operations before, ellipses, errors, the gate and the count are decided in float64 alone.',
  tables: {
    mean: 'Mean s: x, y, heading of the robot, then x, y of each landmark',
    cov: 'Covariance P',
    gain: 'Gain K',
    S: 'Covariance S of the surprise',
    course: 'Step by step: error and σ of the wheels, error and σ of SLAM',
  },
  ask: 'How many',
  predict: 'Predict first: how many ellipses shrink?',
  predictAsk:
    'The result is covered. How many landmarks of the map get smaller ellipses, be it ever so little, from what is measured in this step?',
  right: 'Right: {v}. Not only those in view become smaller.',
  wrong: 'Not yet: you gave {g}, it is {v}.',
};

export const STRINGS: L10n<Words> = joinWords<Own>({ zh, en });
