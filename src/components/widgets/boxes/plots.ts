/** The curves of the box bench: IoU and GIoU as a box moves, precision against recall. Pure. */
import { agreement } from '../../../lib/box-losses.ts';
import { raisedAt, type RankedPoint } from '../../../lib/box-ranking.ts';
import { linePlot, type Point } from '../../figures/plot.ts';
import { circle, line, path } from '../../figures/svg.ts';
import { show } from '../toolkit/text.ts';
import type { State } from './state.ts';
import type { Words } from './strings.ts';

const [WIDTH, HEIGHT] = [360, 250];
const COUNT = 120;

/** IoU and GIoU while B goes from the left end of the field to the right one. */
export function shiftSvg({ a, b }: State, wide: number, words: Words, id: string): string {
  const [left, top, right, bottom] = b;
  const last = wide - (right - left);
  const at = (x: number) => agreement(a, [x, top, x + right - left, bottom]);
  const xs = Array.from({ length: COUNT + 1 }, (_, i) => (last * i) / COUNT);
  const drawn = xs.map(at);
  const series = (['iou', 'giou'] as const).map((key, i) => ({
    label: key === 'iou' ? 'IoU' : 'GIoU',
    class: `s-${'ab'[i]}`,
    points: xs.map((x, j): Point => [x, drawn[j][key]]),
  }));
  const now = at(left);
  const low = Math.min(...drawn.map(({ giou }) => giou)) < -0.5 ? -1 : -0.5;
  return linePlot({
    id: `${id}-shift`,
    title: words.shiftPlot,
    desc: `${words.leftOfB} = ${show(left)}: IoU ${show(now.iou)}, GIoU ${show(now.giou)}`,
    width: WIDTH,
    height: HEIGHT,
    x: { domain: [0, last], ticks: ticks(last), label: words.leftOfB },
    y: { domain: [low, 1], ticks: low < -0.5 ? [-1, -0.5, 0, 0.5, 1] : [-0.5, 0, 0.5, 1], label: '' }, // prettier-ignore
    series,
    over: (frame) =>
      line(frame.x(left), frame.top, frame.x(left), frame.bottom, { class: 's-accent', 'stroke-dasharray': '2 3' }) + // prettier-ignore
      circle(frame.x(left), frame.y(now.giou), 5, { class: 'f-b' }) +
      circle(frame.x(left), frame.y(now.iou), 4, { class: 'f-a' }),
  });
}

/** 1, 2 or 5 times a power of ten, at most six steps from 0. */
function ticks(most: number): number[] {
  const power = 10 ** Math.floor(Math.log10(most / 6));
  const step = [1, 2, 5, 10].map((n) => n * power).find((s) => most / s <= 6)!;
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, i) => Number((i * step).toPrecision(6))); // prettier-ignore
}

/** Precision against recall: measured, raised, the area below, and where it is sampled. */
export function curveSvg(
  { points: kind }: State,
  points: readonly RankedPoint[],
  row: number,
  words: Words,
  id: string,
): string {
  const measured: Point[] = [[0, points[0].precision], ...points.map(({ recall, precision }): Point => [recall, precision])]; // prettier-ignore
  const edges = [0, ...new Set(points.map(({ recall }) => recall).filter((r) => r > 0)), 1];
  const raised = edges.slice(1).flatMap((to, i): Point[] => {
    const height = raisedAt(points, to);
    return [[edges[i], height], [to, height]]; // prettier-ignore
  });
  const count = kind === 'area' ? 0 : Number(kind);
  const here = points[row];
  const unit = Array.from({ length: 5 }, (_, i) => i / 4);
  return linePlot({
    id: `${id}-curve`,
    title: words.curvePlot,
    desc: points.map(({ recall, precision }) => `(${show(recall, 3)}, ${show(precision, 3)})`).join(' '), // prettier-ignore
    width: WIDTH,
    height: HEIGHT,
    x: { domain: [0, 1], ticks: unit, label: words.recall },
    y: { domain: [0, 1.05], ticks: unit, label: words.precision },
    series: [
      { label: words.measured, class: 's-muted', points: measured, dash: '3 3' },
      { label: words.raised, class: 's-a', points: raised, dash: '' },
    ],
    under: ({ x, y, bottom }) =>
      path(`M${raised.map((p) => `${x(p[0]).toFixed(1)} ${y(p[1]).toFixed(1)}`).join('L')}V${bottom}H${x(0)}z`, { class: 'b-area' }), // prettier-ignore
    over: ({ x, y }) =>
      Array.from({ length: count }, (_, j) => {
        const recall = j / (count - 1);
        return circle(x(recall), y(raisedAt(points, recall)), count > 11 ? 1.6 : 4, { class: 'f-b' }); // prettier-ignore
      }).join('') + circle(x(here.recall), y(here.precision), 5, { class: 'f-accent' }),
  });
}
