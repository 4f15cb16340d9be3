/** What a search engine shows of a model: made from its card. */
import type { Lang } from '../i18n/langs.ts';
import { metricWords } from './metric-words.ts';
import type { Card } from './schema.ts';

/** The task, the size, and the first figure of the evaluation with the data it holds on. */
export function descriptionOf(card: Card, lang: Lang): string {
  const { task, parameters, bytes, metrics } = card;
  const count = parameters.toLocaleString('en-US');
  const size = Math.round(bytes.sent / 1000);
  const [first] = metrics;
  const figure = first && {
    name: metricWords(first.name, lang),
    value: first.value.toLocaleString('en-US', { maximumFractionDigits: 4 }),
    split: metricWords(first.split, lang),
  };
  if (lang === 'zh') {
    const measured = figure ? `${figure.name}：${figure.value}（${figure.split}）。` : '';
    return `${task.zh}。${count} 个参数，${size} kB，用 TensorFlow.js 在浏览器里运行。${measured}`;
  }
  const measured = figure ? ` Measured: ${figure.name} ${figure.value}, on ${figure.split}.` : '';
  const begun = task.en[0].toUpperCase() + task.en.slice(1);
  return `${begun}. ${count} parameters, ${size} kB, runs in the browser with TensorFlow.js.${measured}`;
}
