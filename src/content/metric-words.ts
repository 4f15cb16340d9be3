/**
 * The figures of model cards in Chinese. `npm run evaluate` names them in English; a name that is
 * not here stops the build, so that no page shows half of a language.
 */
import type { Lang } from '../i18n/langs.ts';

/** Pattern of the English text → Chinese, `$1` being what the pattern catches. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(.*) \(second judge\)$/, '$1（第二评判）'],
  [/^(.*) by the second judge, not used for tuning$/, '$1（第二评判，未用于调参）'],
  [/^(.*) by the second judge$/, '$1（第二评判）'],
  [/^(.*) by fashion-classifier$/, '$1（fashion-classifier 评判）'],
  [/^accuracy$/, '准确率'],
  [/^accuracy of the second judge$/, '第二评判的准确率'],
  [/^accuracy of the worst class \((.*)\)$/, '最差类别（$1）的准确率'],
  [/^errors$/, '错误数'],
  [/^negative ELBO \(nats, one sample of z\)$/, '负 ELBO（nat，z 取一个样本）'],
  [/^reconstruction \(nats\)$/, '重建项（nat）'],
  [/^KL \(nats\)$/, 'KL 项（nat）'],
  [/^reconstructions from the mean read right$/, '由均值重建后仍被认对的比例'],
  [/^the same$/, '同上'],
  [/^PSNR gained over the noisy image clipped to \[0, 1\] \(dB\)$/, '相对截断到 [0, 1] 的含噪图的 PSNR 增益（dB）'],
  [/^PSNR gained (.*) \(dB\)$/, 'PSNR 增益，$1（dB）'],
  [/^PSNR of clean digits \(dB\)$/, '干净数字的 PSNR（dB）'],
  [/^PSNR (.*) \(dB\)$/, 'PSNR，$1（dB）'],
  [/^denoised digits read right$/, '去噪后认对的比例'],
  [/^noisy digits read right without it$/, '不去噪时认对的比例'],
  [/^label accuracy$/, '标签准确率'],
  [/^label agreement$/, '标签一致率'],
  [/^agreement of the worst class \((.*)\)$/, '最差类别（$1）的一致率'],
  [/^classes of which 90 ?% are read as asked$/, '九成以上样本认作所求类别的类别数'],
  [/^Inception score$/, 'Inception 分数'],
  [/^Inception score of (?:held-out digits|test images)$/, '真实留出图的 Inception 分数'],
  [/^Fréchet distance to training (?:digits|images)$/, '到训练图的 Fréchet 距离'],
  [/^Fréchet distance of (?:held-out|test) to training (?:digits|images)$/, '真实留出图到训练图的 Fréchet 距离'],
  [/^near copies: share nearer to a training (?:digit|image) than the nearest 5 ?% of (?:held-out digits|test images)$/, '近似复制：比最近的 5% 真实留出图还靠近训练图的比例'],
  [/^distance to the nearest training (?:digit|image), median$/, '到最近训练图的距离，中位数'],
  [/^smallest distance to a training (?:digit|image)$/, '到训练图的最小距离'],
  [/^the same for (?:held-out digits|test images)$/, '真实留出图的同一数值'],
  [/^the same for (?:held-out digits|test images) \(smallest\)$/, '真实留出图的最小距离'],
  [/^AP50 \(mean over the classes, area under the whole curve\)$/, 'AP50（各类平均，全曲线下面积）'],
  [/^AP50, 11 points$/, 'AP50，11 点'],
  [/^AP75$/, 'AP75'],
  [/^AP50 of the worst class \((.*)\)$/, '最差类别（$1）的 AP50'],
  [/^AP50 whatever the class$/, 'AP50，不看类别'],
  [/^precision at score 0\.5$/, '得分 0.5 处的精确率'],
  [/^recall at score 0\.5$/, '得分 0.5 处的召回率'],
  [/^mIoU \(11 classes, all pixels together\)$/, 'mIoU（11 类，全部像素合计）'],
  [/^mIoU, mean over scenes$/, 'mIoU，逐场景平均'],
  [/^IoU of the worst class \(background\)$/, '最差类别（背景）的 IoU'],
  [/^IoU of the worst class \((.*)\)$/, '最差类别（$1）的 IoU'],
  [/^IoU of the background$/, '背景的 IoU'],
  [/^mean Dice$/, '平均 Dice'],
  [/^pixels right$/, '判对的像素'],
  [/^instance IoU after (\d) clicks?$/, '点击 $1 次后的实例 IoU'],
  [/^instances with IoU ≥ (\S+) after (\d) clicks?$/, '点击 $2 次后 IoU ≥ $1 的实例'],
  [/^pixels in the mask without a click$/, '没有点击时掩膜里的像素'],
  // The data that a figure holds on.
  [/^([\d,]+) samples, ([\d,]+) a class$/, '$1 个样本，每类 $2 个'],
  [/^([\d,]+) samples with the classes of the held-out digits$/, '$1 个样本，类别与留出数字相同'],
  [/^([\d,]+) scenes of held-out digits, unseen seeds$/, '$1 个由留出数字合成的场景，种子未见过'],
  [/^([\d,]+) held-out digits$/, '$1 个留出的数字'],
  [/^Fashion-MNIST test images \(([\d,]+), ([\d,]+) a class\)$/, 'Fashion-MNIST 测试图（$1 张，每类 $2 张）'],
  [/^Fashion-MNIST test images \(([\d,]+)\)$/, 'Fashion-MNIST 测试图（$1 张）'],
  [/^held-out digits \(([\d,]+)\)$/, '留出的数字（$1 个）'],
  [/^Fashion-MNIST test images \(([\d,]+)\)$/, 'Fashion-MNIST 测试图（$1 张）'],
]; // prettier-ignore

/**
 * A figure or split of a card in a language.
 *
 * @throws Error when the Chinese is missing.
 */
export function metricWords(english: string, lang: Lang): string {
  if (lang === 'en') return english.replace(/ %/g, '%');
  for (const [pattern, chinese] of WORDS) {
    const found = pattern.exec(english);
    if (!found) continue;
    const inner = found[1] !== undefined && pattern.source.startsWith('^(.*)') ? metricWords(found[1], lang) : found[1]; // prettier-ignore
    return chinese.replace('$1', inner ?? '').replace('$2', found[2] ?? '');
  }
  throw new Error(`no Chinese for “${english}”: add it to src/content/metric-words.ts`);
}
