/** Figures of the page: the path with and without a map, and the uncertainty over time. */
import { linePlot } from '../../../components/figures/plot.ts';
import { circle, line, path, polyline, rect, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { LANDMARKS, run, SEED } from './slam.ts';

function paths(lang: Lang): string {
  const words = {
    zh: {
      title: '同一段路的三条轨迹',
      desc: '真实轨迹是一个圆，机器人走了一圈多。只靠里程计的轨迹向外偏出几个单位，没有合拢；SLAM 的轨迹中途也偏，最后回到真实的圆上。估计的路标落在真实路标附近。',
      truth: '真实',
      odometry: '里程计',
      slam: 'SLAM',
      landmark: '路标',
      estimate: '估计的路标',
    },
    en: {
      title: 'Three tracks of the same drive',
      desc: 'The true track is a circle, driven a little more than once. Odometry alone drifts off by several units and does not close; SLAM strays on the way and ends on the true circle. Estimated landmarks lie close to the true ones.',
      truth: 'truth',
      odometry: 'odometry',
      slam: 'SLAM',
      landmark: 'landmark',
      estimate: 'its estimate',
    },
  }[lang];
  const { log, slam } = run(SEED);
  const scale = 15;
  const at = ([x, y]: number[]): [number, number] => [180 + scale * x, 150 - scale * y];
  const track = (points: number[][], klass: string, dash?: string) =>
    path(polyline(points.map(at)), {
      class: klass,
      'stroke-width': 2.25,
      'stroke-dasharray': dash,
    });
  const start = [6, 0];
  const parts = [
    track([start, ...log.map((l) => l.truth)], 's-muted', '2 3'),
    track([start, ...log.map((l) => l.odometry.at)], 's-a', '7 4'),
    track([start, ...log.map((l) => l.slam.at)], 's-accent'),
  ];
  for (const place of LANDMARKS) {
    const [x, y] = at(place);
    parts.push(rect(x - 4, y - 4, 8, 8, { class: 'f-surface s-ink' }));
  }
  slam.ids.forEach((_, k) => {
    const [x, y] = at([slam.mean[3 + 2 * k], slam.mean[4 + 2 * k]]);
    parts.push(line(x - 5, y - 5, x + 5, y + 5, { class: 's-c', 'stroke-width': 2 }));
    parts.push(line(x - 5, y + 5, x + 5, y - 5, { class: 's-c', 'stroke-width': 2 }));
  });
  parts.push(circle(...at(start), 5, { class: 'f-ink' }));
  const label = { 'font-size': 13, 'text-anchor': 'start' };
  const key = (x: number, y: number, klass: string, name: string, dash?: string) =>
    line(x, y - 5, x + 24, y - 5, { class: klass, 'stroke-width': 2.25, 'stroke-dasharray': dash }) +
    text(x + 30, y, name, label);
  parts.push(key(10, 312, 's-muted', words.truth, '2 3'));
  parts.push(key(120, 312, 's-a', words.odometry, '7 4'), key(250, 312, 's-accent', words.slam));
  parts.push(rect(18, 325, 8, 8, { class: 'f-surface s-ink' }), text(40, 334, words.landmark, label)); // prettier-ignore
  parts.push(line(127, 324, 137, 334, { class: 's-c', 'stroke-width': 2 }));
  parts.push(line(127, 334, 137, 324, { class: 's-c', 'stroke-width': 2 }));
  parts.push(text(150, 334, words.estimate, label));
  return svgDoc({ width: 360, height: 344, title: words.title, desc: words.desc }, ...parts);
}

function spread(lang: Lang): string {
  const words = {
    zh: {
      title: '位置的不确定度',
      desc: '只靠里程计，标准差一路升到 2 以上；SLAM 升到约 1，第 54 步重新看到起点处的路标，骤降到 0.4 以下。',
      odometry: '里程计',
      slam: 'SLAM',
      x: '步',
      y: '位置的标准差',
    },
    en: {
      title: 'Uncertainty of the position',
      desc: 'With odometry alone the standard deviation climbs above 2. With SLAM it climbs to about 1 and drops below 0.4 at step 54, when a landmark of the start comes into view again.',
      odometry: 'odometry',
      slam: 'SLAM',
      x: 'step',
      y: 'standard deviation of the position',
    },
  }[lang];
  const { log } = run(SEED);
  return linePlot({
    title: words.title,
    desc: words.desc,
    width: 360,
    height: 240,
    series: [
      {
        points: log.map((l) => [l.t, l.odometry.spread] as const),
        class: 's-a',
        label: words.odometry,
        dash: '7 4',
      },
      {
        points: log.map((l) => [l.t, l.slam.spread] as const),
        class: 's-accent',
        label: words.slam,
        dash: 'none',
      },
    ],
    x: { domain: [0, 72], ticks: [0, 12, 24, 36, 48, 60, 72], label: words.x },
    y: { domain: [0, 2.5], ticks: [0, 0.5, 1, 1.5, 2, 2.5], label: words.y },
  });
}

export const figures: Record<string, (lang: Lang) => string> = { paths, spread };
