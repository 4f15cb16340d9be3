/** Figures of the page: nodes around two topics, and how old results get in a queue. */
import { linePlot, type Point } from '../../../components/figures/plot.ts';
import { arrow, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { age, PERIOD, run, WORK } from './ros.ts';

function graph(lang: Lang): string {
  const words = {
    zh: {
      title: '四个节点和两个话题',
      desc: '相机节点发布到话题 /image。检测器和录像机订阅这个话题。检测器发布到话题 /detections，规划器订阅它。',
      camera: '相机',
      detector: '检测器',
      recorder: '录像机',
      planner: '规划器',
    },
    en: {
      title: 'Four nodes and two topics',
      desc: 'The camera node publishes to the topic /image. Detector and recorder subscribe to it. The detector publishes to the topic /detections, to which the planner subscribes.',
      camera: 'camera',
      detector: 'detector',
      recorder: 'recorder',
      planner: 'planner',
    },
  }[lang];
  const node = (x: number, y: number, name: string) =>
    rect(x - 52, y, 104, 30, { class: 'f-surface s-ink', rx: 4 }) + text(x, y + 20, name);
  const topic = (x: number, y: number, name: string) =>
    rect(x - 52, y, 104, 26, { class: 'f-soft-accent s-accent', rx: 13 }) + text(x, y + 18, name);
  return svgDoc(
    { width: 360, height: 274, title: words.title, desc: words.desc },
    node(100, 6, words.camera),
    arrow(100, 36, 100, 58),
    topic(100, 60, '/image'),
    arrow(100, 86, 100, 116),
    arrow(152, 80, 218, 116),
    node(100, 118, words.detector),
    node(260, 118, words.recorder),
    arrow(100, 148, 100, 172),
    topic(100, 174, '/detections'),
    arrow(100, 200, 100, 226),
    node(100, 228, words.planner),
  );
}

/** Seconds and age in milliseconds of the results of the first three seconds. */
export const ages = (depth: number): Point[] =>
  run(PERIOD, WORK, depth, 3000).results.map((r) => [r.done / 1000, age(r)]);

function queues(lang: Lang): string {
  const words = {
    zh: {
      title: '检测结果有多旧',
      desc: '前三秒里每个结果对应的画面已经过去多久。只留最新一帧时在 100 到 120 毫秒之间；留十帧时升到 460 到 480 毫秒；全部保留时一直升，三秒时超过 1800 毫秒。',
      one: '留 1 帧',
      ten: '留 10 帧',
      all: '全部保留',
      x: '时间（秒）',
      y: '结果的年龄（毫秒）',
    },
    en: {
      title: 'How old the detections are',
      desc: 'How long ago the frame of each result was taken, over the first three seconds. Keeping the newest frame only: between 100 and 120 milliseconds. Keeping ten: up to 460 to 480. Keeping all: rising without end, above 1800 after three seconds.',
      one: 'keep 1',
      ten: 'keep 10',
      all: 'keep all',
      x: 'time (seconds)',
      y: 'age of the result (ms)',
    },
  }[lang];
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 240,
    series: [
      { points: ages(1), class: 's-accent', label: words.one },
      { points: ages(10), class: 's-a', label: words.ten, dash: '7 4' },
      { points: ages(Infinity), class: 's-c', label: words.all, dash: '2 3' },
    ],
    x: { domain: [0, 3], ticks: [0, 1, 2, 3], label: words.x },
    y: { domain: [0, 2000], ticks: [0, 500, 1000, 1500, 2000], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { graph, queues };
