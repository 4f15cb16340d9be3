/** The same numbers in TensorFlow.js, scikit-learn and NumPy. Pure. */
import type { Language } from '../toolkit/kind.ts';
import { scoresOf, type State } from './state.ts';

/** scikit-learn stands where other widgets have PyTorch, which has no metrics. */
export const TABS = [
  ['tfjs', 'TensorFlow.js'],
  ['pytorch', 'scikit-learn'],
  ['numpy', 'NumPy'],
] as const;

/** A complete program that prints the results. */
export function codeTwin(state: State, language: Language): string {
  const head = {
    tfjs: [`import * as tf from '@tensorflow/tfjs';`, ``],
    pytorch: [`import numpy as np`, `from sklearn import metrics as m`, ``],
    numpy: [`import numpy as np`, ``],
  }[language];
  const body = state.mode === 'classes' ? ofClasses(state, language) : state.mode === 'counts' ? ofCounts(state, language) : ofScores(state, language); // prettier-ignore
  return `${[...head, ...body].join('\n')}\n`;
}

const list = (values: readonly number[]) => `[${values.join(', ')}]`;
const rows = (matrix: readonly (readonly number[])[]) => `[${matrix.map(list).join(', ')}]`;

// ---- scores ---------------------------------------------------------------------------------

function ofScores(state: State, language: Language): string[] {
  const { positives, negatives, times } = scoresOf(state);
  const { threshold } = state;
  if (language === 'tfjs') {
    return [
      `const pos = ${list(positives)};`,
      `const neg = ${list(negatives)};`,
      `const times = ${times}; // negatives that each negative stands for`,
      ``,
      `const above = (scores, t) => tf.tensor1d(scores).greaterEqual(t).sum().dataSync()[0];`,
      `const counts = (t) => {`,
      `  const [tp, fp] = [above(pos, t), times * above(neg, t)];`,
      `  return { tp, fp, fn: pos.length - tp, tn: times * neg.length - fp };`,
      `};`,
      `const { tp, fp, fn, tn } = counts(${threshold});`,
      `const accuracy = (tp + tn) / (tp + fp + fn + tn);`,
      `const precision = tp / (tp + fp); // NaN when nothing is called positive`,
      `const recall = tp / (tp + fn);`,
      `const f1 = (2 * tp) / (2 * tp + fp + fn);`,
      ``,
      `const lead = tf.tensor1d(pos).expandDims(1).sub(tf.tensor1d(neg).expandDims(0));`,
      `const auc = lead.sign().add(1).div(2).mean().dataSync()[0]; // ties count half`,
      ``,
      `let [ap, found] = [0, 0];`,
      `for (const t of [...new Set([...pos, ...neg])].sort((a, b) => b - a)) {`,
      `  const c = counts(t);`,
      `  ap += (((c.tp - found) / pos.length) * c.tp) / (c.tp + c.fp);`,
      `  found = c.tp;`,
      `}`,
      `console.log(accuracy, precision, recall, f1, auc, ap);`,
    ];
  }
  const start = [
    `pos = np.array(${list(positives)}, float)`,
    `neg = np.array(${list(negatives)}, float)`,
    `times = ${times}  # negatives that each negative stands for`,
    ``,
  ];
  if (language === 'pytorch') {
    return [
      ...start,
      `truth = np.r_[np.ones(len(pos)), np.zeros(len(neg))]`,
      `scores = np.r_[pos, neg]`,
      `weight = np.r_[np.ones(len(pos)), np.full(len(neg), times)]`,
      `said = scores >= ${threshold}`,
      `kw = dict(sample_weight=weight)`,
      `accuracy = m.accuracy_score(truth, said, **kw)`,
      `precision = m.precision_score(truth, said, zero_division=0, **kw)`,
      `recall = m.recall_score(truth, said, **kw)`,
      `f1 = m.f1_score(truth, said, zero_division=0, **kw)`,
      `auc = m.roc_auc_score(truth, scores, **kw)`,
      `ap = m.average_precision_score(truth, scores, **kw)`,
      `print(accuracy, precision, recall, f1, auc, ap)`,
    ];
  }
  return [
    ...start,
    `tp, fp = (pos >= ${threshold}).sum(), times * (neg >= ${threshold}).sum()`,
    `fn, tn = len(pos) - tp, times * len(neg) - fp`,
    `accuracy = (tp + tn) / (tp + fp + fn + tn)`,
    `precision = tp / (tp + fp) if tp + fp else 0.0`,
    `recall = tp / (tp + fn)`,
    `f1 = 2 * tp / (2 * tp + fp + fn)`,
    ``,
    `lead = np.sign(pos[:, None] - neg[None])`,
    `auc = (lead.mean() + 1) / 2  # ties count half`,
    ``,
    `at = np.unique(np.r_[pos, neg])[::-1]`,
    `tps = (pos >= at[:, None]).sum(1)`,
    `fps = times * (neg >= at[:, None]).sum(1)`,
    `ap = (np.diff(tps, prepend=0) * tps / (tps + fps)).sum() / len(pos)`,
    `print(accuracy, precision, recall, f1, auc, ap)`,
  ];
}

// ---- four counts ----------------------------------------------------------------------------

function ofCounts({ counts }: State, language: Language): string[] {
  const note = 'rows = truth; the positive class first';
  if (language === 'pytorch') {
    return [
      `counts = np.array(${rows(counts)})  # ${note}`,
      `truth = np.array([1, 1, 0, 0])`,
      `said = np.array([1, 0, 1, 0])`,
      `kw = dict(sample_weight=counts.ravel())`,
      `accuracy = m.accuracy_score(truth, said, **kw)`,
      `precision = m.precision_score(truth, said, zero_division=0, **kw)`,
      `recall = m.recall_score(truth, said, zero_division=0, **kw)`,
      `f1 = m.f1_score(truth, said, zero_division=0, **kw)`,
      `print(accuracy, precision, recall, f1)`,
    ];
  }
  if (language === 'numpy') {
    return [
      `(tp, fn), (fp, tn) = np.array(${rows(counts)})  # ${note}`,
      `divide = lambda a, b: a / b if b else 0.0`,
      `accuracy = (tp + tn) / (tp + fp + fn + tn)  # not tp / (tp + fp + fn + tn)`,
      `precision = divide(tp, tp + fp)`,
      `recall = divide(tp, tp + fn)`,
      `f1 = divide(2 * tp, 2 * tp + fp + fn)`,
      `print(accuracy, precision, recall, f1)`,
    ];
  }
  return [
    `const counts = tf.tensor2d(${rows(counts)}); // ${note}`,
    `const [tp, fn, fp, tn] = counts.dataSync();`,
    `const accuracy = (tp + tn) / (tp + fp + fn + tn); // not tp / (tp + fp + fn + tn)`,
    `const precision = tp / (tp + fp); // NaN when nothing is called positive`,
    `const recall = tp / (tp + fn);`,
    `const f1 = (2 * tp) / (2 * tp + fp + fn);`,
    `console.log(accuracy, precision, recall, f1);`,
  ];
}

// ---- several classes ------------------------------------------------------------------------

function ofClasses({ matrix }: State, language: Language): string[] {
  const k = matrix.length;
  if (language === 'tfjs') {
    return [
      `const matrix = tf.tensor2d(${rows(matrix)}); // rows = truth`,
      `const right = matrix.mul(tf.eye(${k})).sum(0);`,
      `const precision = right.divNoNan(matrix.sum(0));`,
      `const recall = right.divNoNan(matrix.sum(1));`,
      `const f1 = right.mul(2).divNoNan(matrix.sum(0).add(matrix.sum(1)));`,
      `const accuracy = right.sum().div(matrix.sum()); // the micro average of all three`,
      `const macro = tf.stack([precision, recall, f1]).mean(1);`,
      `macro.print();`,
      `accuracy.print();`,
    ];
  }
  const start = [`matrix = np.array(${rows(matrix)})  # rows = truth`];
  if (language === 'pytorch') {
    return [
      ...start,
      `truth, said = np.indices((${k}, ${k})).reshape(2, -1)`,
      `kw = dict(labels=range(${k}), sample_weight=matrix.ravel(), zero_division=0)`,
      `precision, recall, f1, _ = m.precision_recall_fscore_support(truth, said, **kw)`,
      `macro = m.precision_recall_fscore_support(truth, said, average='macro', **kw)[:3]`,
      `accuracy = m.accuracy_score(truth, said, sample_weight=matrix.ravel())`,
      `print(macro)`,
      `print(accuracy)`,
    ];
  }
  return [
    ...start,
    `right = np.diag(matrix)`,
    `divide = lambda a, b: np.divide(a, b, out=np.zeros(${k}), where=b > 0)`,
    `precision = divide(right, matrix.sum(0))`,
    `recall = divide(right, matrix.sum(1))`,
    `f1 = divide(2 * right, matrix.sum(0) + matrix.sum(1))`,
    `accuracy = right.sum() / matrix.sum()  # the micro average of all three`,
    `macro = np.stack([precision, recall, f1]).mean(1)`,
    `print(macro)`,
    `print(accuracy)`,
  ];
}
