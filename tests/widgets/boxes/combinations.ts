/** Seeded states for tests: the three modes in turn, boxes that meet and boxes that do not. */
import { mulberry32 } from '@lib/random.ts';
import { MATCHING, MODES, parse, POINTS, RULES, type State } from '@widgets/boxes/state.ts';
import type { Query } from '@widgets/toolkit/query.ts';

/** Queries that are states, the same ones in every run. */
export function combinations(count: number, seed = 1): { query: Query; state: State }[] {
  const random = mulberry32(seed);
  const whole = (n: number) => Math.floor(random() * n);
  const one = <T>(list: readonly T[]): T => list[whole(list.length)];
  const digits = () => one([0, 0, 1, 3]);
  const box = (size: number, exact: number): number[] => {
    const [l, t] = [random() * size * 0.6, random() * size * 0.6];
    const [w, h] = [1 + random() * size * 0.4, 1 + random() * size * 0.4];
    const edges = [l, t, l + w, t + h].map((v) => Number(v.toFixed(exact)));
    if (edges[2] <= edges[0]) edges[2] = edges[0] + 1;
    if (edges[3] <= edges[1]) edges[3] = edges[1] + 1;
    return edges;
  };
  /** Near another box, so that both overlap. */
  const near = (from: readonly number[], exact: number): number[] => {
    const by = [random() * 3, random() * 3];
    return from.map((v, k) => Number((v + by[k % 2]).toFixed(exact)));
  };
  const found: { query: Query; state: State }[] = [];
  for (let i = 0; i < count; i++) {
    const mode = MODES[i % 3];
    const [size, exact] = [one([10, 30, 70]), digits()];
    const some = (from: readonly number[][]) => (random() < 0.6 && from.length > 0 ? near(one(from), exact) : box(size, exact)); // prettier-ignore
    const several = (n: number, from: number[][] = []) => {
      const list = [...from];
      return Array.from({ length: n }, () => {
        const next = some(list);
        list.push(next);
        return next;
      });
    };
    const scored = (rows: readonly number[][]) =>
      rows.map((row) => [...row, Number(random().toFixed(2))].join(',')).join(';');
    const bare = (rows: readonly number[][]) => rows.map((row) => row.join(',')).join(';');
    const query: Query = { mode, move: `${whole(10)}` };
    if (mode === 'iou') {
      const [a] = several(1);
      query.a = a.join(',');
      query.b = one([() => some([a]), () => box(size, exact), () => a])().join(',');
    } else if (mode === 'nms') {
      const rows = several(1 + whole(10));
      query.boxes = scored(rows);
      if (random() < 0.5) query.objects = bare(several(1 + whole(6), rows));
      query.rule = one(RULES);
      query.iou = one(['0', '0.3', '0.5', '0.5', '0.7', '1']);
      query.score = one(['0', '0', '0.2', '0.5']);
      query.sigma = one(['0.05', '0.5', '1', '5']);
      query.step = one(['end', '0', '1', '2', '10']);
    } else {
      const objects = several(1 + whole(6));
      query.truths = bare(objects);
      query.detections = scored(several(1 + whole(10), objects));
      query.at = one(['0.01', '0.3', '0.5', '0.75', '1']);
      query.points = one(POINTS);
      query.matching = one(MATCHING);
    }
    const { state } = parse(query);
    if (!state) throw new Error(JSON.stringify(query));
    found.push({ query, state });
  }
  return found;
}
