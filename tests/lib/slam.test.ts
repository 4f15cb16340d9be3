import { describe, expect, test } from 'vitest';
import { run } from '../../src/content/concepts/slam/slam.ts';
import { mulberry32, normal } from '../../src/lib/random.ts';
import {
  blockOf,
  columnsOf,
  corrected,
  correction,
  cutApart,
  drive,
  ellipseOf,
  entered,
  judged,
  mahalanobis,
  moved,
  movedJacobians,
  placed,
  placedJacobians,
  predict,
  sighted,
  sightedJacobian,
  spreadOf,
  STEPS,
  turnsOff,
  withinSquared,
  wrapAngle,
  type Belief,
  type Noise,
  type Place,
  type Pose,
  type Step,
  type World,
} from '../../src/lib/slam.ts';
import { golden } from './helpers.ts';

const WORLD: World = {
  seed: 7,
  wheels: 1,
  camera: 1,
  sight: 4,
  mistake: 0,
  gate: false,
  cut: false,
};
const driven = (world: Partial<World> = {}): Step[] => [...drive({ ...WORLD, ...world })];

interface Made {
  mean: number[];
  cov: number[];
}
interface Golden {
  steps: (Made & {
    noise: number[];
    control: [number, number];
    k: number;
    seen: [number, number];
    predict: Made;
    update: Made & { gain: number[]; S: number[]; surprise: number[]; distance: number };
    enter: Made;
  })[];
  drives: {
    seed: number;
    wheels: number;
    camera: number;
    sight: number;
    mistake: number;
    ids: number[];
    rows: {
      t: number;
      mean: number[];
      trace: number;
      odometry: number[];
      oddCov: number[];
      axes: number[];
      distance: number;
    }[];
  }[];
}
const { steps, drives } = golden('slam') as unknown as Golden;

function near(values: ArrayLike<number>, right: readonly number[], allowed: number, about: string) {
  expect(values.length, about).toBe(right.length);
  right.forEach((value, i) => {
    const far = Math.abs(values[i] - value) > allowed * Math.max(1, Math.abs(value));
    if (far || Number.isNaN(values[i])) expect.fail(`${about} [${i}]: ${values[i]} for ${value}`);
  });
}

describe('against NumPy', () => {
  test.each(steps.map((step, i) => [i, step] as const))('single steps, case %i', (_, step) => {
    const [a, b, c, d] = step.noise;
    const noise: Noise = { step: a, turn: b, range: c, bearing: d };
    const ids = Array.from({ length: (step.mean.length - 3) / 2 }, (__, i) => i);
    const belief: Belief = {
      mean: Float64Array.from(step.mean),
      cov: Float64Array.from(step.cov),
      ids,
    };
    const next = predict(belief, step.control, noise);
    near(next.mean, step.predict.mean, 1e-11, 'predicted mean');
    near(next.cov, step.predict.cov, 1e-11, 'predicted covariance');
    const found = correction(belief, step.k, step.seen, noise);
    near(found.gain, step.update.gain, 1e-9, 'gain');
    near(found.S.flat(), step.update.S, 1e-11, 'S');
    near(found.surprise, step.update.surprise, 1e-11, 'surprise');
    near([found.distance], [step.update.distance], 1e-9, 'distance');
    const fixed = corrected(belief, step.k, found, noise);
    near(fixed.mean, step.update.mean, 1e-9, 'updated mean');
    near(fixed.cov, step.update.cov, 1e-9, 'updated covariance');
    const grown = entered(belief, 9, step.seen, noise);
    expect(grown.ids).toEqual([...ids, 9]);
    near(grown.mean, step.enter.mean, 1e-11, 'mean with a new landmark');
    near(grown.cov, step.enter.cov, 1e-11, 'covariance with a new landmark');
  });

  test.each(drives.map((each) => [JSON.stringify({ ...each, rows: 0, ids: 0 }), each] as const))(
    'a whole drive %s',
    (_, { seed, wheels, camera, sight, mistake, ids, rows }) => {
      const log = driven({ seed, wheels, camera, sight, mistake });
      expect(rows.map(({ t }) => t)).toEqual([9, 18, 27, 36, 45, 54, 63, 72]);
      for (const row of rows) {
        const { belief, odometry, truth } = log[row.t];
        near(belief.mean, row.mean, 1e-6, `mean at ${row.t}`);
        const n = belief.mean.length;
        const trace = belief.mean.reduce((sum, __, i) => sum + belief.cov[i * n + i], 0);
        near([trace], [row.trace], 1e-6, `trace at ${row.t}`);
        near(odometry.mean, row.odometry, 1e-10, `odometry at ${row.t}`);
        near(odometry.cov, row.oddCov, 1e-10, `its covariance at ${row.t}`);
        const { a, b } = ellipseOf(blockOf(belief, 0), 1 - Math.exp(-0.5)); // d² = 1
        near([b * b, a * a], row.axes, 1e-7, `axes at ${row.t}`);
        near([judged(belief, truth).distance], [row.distance], 1e-4, `distance at ${row.t}`);
      }
      expect(log[STEPS].belief.ids).toEqual(ids);
    },
  );
});

describe('the run of the page', () => {
  test.each([
    [7, 0],
    [7, 8],
    [2, 0],
    [5, 3],
  ])('seed %i, landmark 0 taken for %i: as its listing has it', (seed, mistake) => {
    const page = run(seed, mistake === 0 ? undefined : mistake);
    const mine = driven({ seed, mistake });
    page.log.forEach(({ truth, slam, odometry }, i) => {
      const step = mine[i + 1];
      near(step.truth.slice(0, 2), truth.slice(0, 2), 1e-12, `truth ${i}`);
      near([judged(step.belief, step.truth).error, spreadOf(step.belief)], [slam.error, slam.spread], 1e-6, `step ${i}`); // prettier-ignore
      near([judged(step.odometry, step.truth).error, spreadOf(step.odometry)], [odometry.error, odometry.spread], 1e-9, `odometry ${i}`); // prettier-ignore
    });
  });
});

describe('Jacobians', () => {
  const random = mulberry32(12);
  const cases = Array.from({ length: 40 }, () => {
    const pose: Pose = [normal(random) * 5, normal(random) * 5, normal(random) * 2];
    return { pose, place: [normal(random) * 8, normal(random) * 8] as Place, two: [0.2 + 5 * random(), normal(random)] as const }; // prettier-ignore
  });
  /** Central differences of f at v, one column for each entry of v; angles of a result wrapped. */
  function differences(
    f: (v: number[]) => readonly number[],
    v: readonly number[],
    angles: readonly number[] = [],
  ) {
    const h = 1e-6;
    return v.map((_, i) => {
      const [up, down] = [1, -1].map((sign) => f(v.map((x, j) => (i === j ? x + sign * h : x))));
      return up.map(
        (x, j) => (angles.includes(j) ? wrapAngle(x - down[j]) : x - down[j]) / (2 * h),
      );
    });
  }
  const same = (made: readonly (readonly number[])[], columns: readonly (readonly number[])[]) =>
    columns.forEach((column, i) => column.forEach((value, j) => expect(Math.abs(made[j][i] - value)).toBeLessThan(2e-7 * Math.max(1, Math.abs(value)) + 2e-8))); // prettier-ignore

  test('of the motion agree with central differences', () => {
    for (const { pose, two } of cases) {
      const { F, G } = movedJacobians(pose, two);
      same(F.map((row, i) => [...row, ...G[i]]), differences(([x, y, h, a, b]) => moved([x, y, h], [a, b]), [...pose, ...two])); // prettier-ignore
    }
  });

  test('of range and bearing agree with central differences', () => {
    for (const { pose, place } of cases) {
      same(sightedJacobian(pose, place), differences(([x, y, h, u, v]) => sighted([x, y, h], [u, v]), [...pose, ...place], [1])); // prettier-ignore
    }
  });

  test('of a new landmark agree with central differences, and it is seen where it was put', () => {
    for (const { pose, two } of cases) {
      const { J, W } = placedJacobians(pose, two);
      same(J.map((row, i) => [...row, ...W[i]]), differences(([x, y, h, a, b]) => placed([x, y, h], [a, b]), [...pose, ...two])); // prettier-ignore
      const [range, bearing] = sighted(pose, placed(pose, two));
      expect(range).toBeCloseTo(two[0], 12);
      expect(wrapAngle(bearing - two[1])).toBeCloseTo(0, 12);
    }
  });
});

test('angles: −π < a ≤ π, the same direction, whole turns counted', () => {
  for (const a of [0, 1, -1, Math.PI, -Math.PI, 3.2, -3.2, 7, -7, 100, 3 * Math.PI, -3 * Math.PI]) {
    const w = wrapAngle(a);
    expect(w).toBeGreaterThan(-Math.PI);
    expect(w).toBeLessThanOrEqual(Math.PI);
    expect(Math.cos(w)).toBeCloseTo(Math.cos(a), 12);
    expect(Math.sin(w)).toBeCloseTo(Math.sin(a), 12);
    expect(w + 2 * Math.PI * turnsOff(a)).toBeCloseTo(a, 12);
  }
  expect(wrapAngle(-Math.PI)).toBe(Math.PI);
});

test('a bearing across ±π is a small surprise, not a turn', () => {
  const belief: Belief = {
    mean: Float64Array.from([0, 0, 0, -3, 0.01]),
    cov: new Float64Array(25),
    ids: [0],
  };
  const noise: Noise = { step: 0, turn: 0, range: 0.1, bearing: 0.02 };
  const { surprise } = correction(belief, 0, [3, -Math.PI + 0.01], noise);
  expect(Math.abs(surprise[1])).toBeLessThan(0.02);
  expect(() => correction({ ...belief, mean: new Float64Array(5) }, 0, [1, 0], noise)).toThrow(
    RangeError,
  );
});

describe('covariances', () => {
  /** The smallest pivot of Cholesky's factorization: negative for what is no covariance. */
  function leastPivot({ mean, cov }: Belief): number {
    const n = mean.length;
    const L = cov.slice();
    let least = Infinity;
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < j; k++) {
        for (let i = j; i < n; i++) L[i * n + j] -= L[i * n + k] * L[j * n + k];
      }
      least = Math.min(least, L[j * n + j]);
      const root = Math.sqrt(Math.max(L[j * n + j], 1e-300));
      for (let i = j; i < n; i++) L[i * n + j] /= root;
    }
    return least;
  }

  test('stay symmetric to the last bit and positive through whole drives', () => {
    for (const world of [
      {},
      { wheels: 4 },
      { camera: 0.25 },
      { wheels: 0 },
      { mistake: 8 },
      { cut: true },
    ]) {
      for (const { belief } of driven(world)) {
        const n = belief.mean.length;
        for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) expect(belief.cov[i * n + j]).toBe(belief.cov[j * n + i]); // prettier-ignore
        expect(leastPivot(belief)).toBeGreaterThan(-1e-12);
      }
    }
  });

  test('an update makes no ellipse larger; the loop makes those out of view smaller too', () => {
    const log = driven();
    for (const { events } of log) {
      for (const { kind, before, after } of events) {
        if (kind !== 'update') continue;
        for (let i = 0; i < before.mean.length; i += i === 0 ? 3 : 2) {
          expect(spreadOf(after, i)).toBeLessThanOrEqual(spreadOf(before, i) * (1 + 1e-12));
        }
      }
    }
    const { events } = log[54];
    const first = events.findIndex((event) => event.kind === 'update' && event.landmark === 15);
    const { before, after } = events[first];
    const seen = new Set(
      events.flatMap((event) => (event.kind === 'predict' ? [] : [event.landmark])),
    );
    const shrunk = before.ids.map((id, k) => [id, spreadOf(after, 3 + 2 * k) / spreadOf(before, 3 + 2 * k)]); // prettier-ignore
    const unseen = shrunk.filter(([id]) => !seen.has(id));
    expect(unseen.length).toBe(13);
    expect(Math.min(...unseen.map(([, share]) => share))).toBeLessThan(0.67);
    expect(Math.max(...unseen.map(([, share]) => share))).toBeLessThan(1);
  });

  test('without correlations nothing else moves', () => {
    const belief = cutApart(driven()[50].belief);
    const noise: Noise = { step: 0.05, turn: 0.03, range: 0.1, bearing: 0.02 };
    const found = correction(belief, 2, [3, 0.1], noise);
    const touched = [...found.gain].flatMap((v, i) => (v === 0 ? [] : [i >> 1]));
    expect(new Set(touched)).toEqual(new Set(columnsOf(2)));
  });
});

describe('ellipses', () => {
  test('probability, axes, distance', () => {
    expect(withinSquared(0.95)).toBeCloseTo(5.991464547107979, 12); // SciPy: chi2.ppf(0.95, 2)
    expect(withinSquared(0.99)).toBeCloseTo(9.210340371976182, 12);
    const { a, b, angle } = ellipseOf([4, 0, 1], 1 - Math.exp(-0.5));
    expect([a, b, angle]).toEqual([2, 1, 0].map((v) => expect.closeTo(v, 12)));
    expect(ellipseOf([2, 1, 2], 0.95).angle).toBeCloseTo(Math.PI / 4, 12);
    expect(mahalanobis([2, 0], [4, 0, 1])).toBe(1);
    expect(mahalanobis([0, 0], [0, 0, 0])).toBe(0);
    expect(mahalanobis([1, 0], [0, 0, 0])).toBe(Infinity);
  });

  test('hold Gaussian samples at the stated rate', () => {
    const random = mulberry32(5);
    for (const p of [0.68, 0.95, 0.99]) {
      const cov = [2, 1.2, 1.5];
      const [l, m] = [Math.sqrt(2), 1.2 / Math.sqrt(2)];
      const rest = Math.sqrt(1.5 - m * m);
      const N = 20_000;
      let inside = 0;
      for (let i = 0; i < N; i++) {
        const [u, v] = [normal(random), normal(random)];
        inside += Number(mahalanobis([l * u, m * u + rest * v], cov) <= withinSquared(p));
      }
      expect(Math.abs(inside / N - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / N));
    }
  });

  test('hold the robot at the stated rate where noise is small, and at less where it is not', () => {
    const p = 0.95;
    const at = [10, 30, 53, 60, 72];
    const rate = (wheels: number, camera: number, N: number) => {
      let [slam, wheel] = [0, 0];
      for (let seed = 1; seed <= N; seed++) {
        const log = driven({ seed, wheels, camera });
        for (const t of at) {
          const { belief, odometry, truth } = log[t];
          slam += Number(judged(belief, truth).distance <= withinSquared(p));
          wheel += Number(judged(odometry, truth).distance <= withinSquared(p));
        }
      }
      return [slam / (N * at.length), wheel / (N * at.length)];
    };
    // The five steps of a drive are not independent: the margin is that of the drives.
    const N = 80;
    const margin = 3 * Math.sqrt((p * (1 - p)) / N);
    for (const share of rate(0.25, 0.25, N)) expect(Math.abs(share - p)).toBeLessThan(margin);
    const [slam, wheel] = rate(2, 1, N);
    expect(wheel).toBeGreaterThan(0.85);
    expect(slam).toBeLessThan(0.85); // linearized at shifting estimates, it believes too much
  });
});

test('worlds: noise is the same whatever is seen; nothing seen is dead reckoning; a gate refuses the mistake', () => {
  const blind = driven({ sight: 0 });
  const seeing = driven();
  blind.forEach(({ belief, odometry, events }, t) => {
    expect(belief).toEqual(odometry);
    expect(seeing[t].odometry).toEqual(odometry);
    expect(events.length).toBe(Math.min(t, 1));
  });
  const perfect = driven({ wheels: 0 });
  expect(judged(perfect[STEPS].belief, perfect[STEPS].truth).error).toBeLessThan(1e-9);
  const wrong = driven({ mistake: 8 });
  const gated = driven({ mistake: 8, gate: true });
  const end = (log: Step[]) => judged(log[STEPS].belief, log[STEPS].truth);
  expect(end(wrong).error).toBeGreaterThan(2.5);
  expect(end(gated).error).toBeLessThan(0.1);
  const sightings = gated.flatMap(({ events }) => events).flatMap((e) => (e.kind === 'refuse' || e.kind === 'update' ? [e] : [])); // prettier-ignore
  const confused = sightings.filter(({ landmark, named }) => landmark !== named);
  expect(confused.length).toBeGreaterThan(5);
  expect(confused.every(({ kind }) => kind === 'refuse')).toBe(true);
  const others = sightings.filter(({ landmark, named }) => landmark === named);
  expect(others.filter(({ kind }) => kind === 'refuse').length / others.length).toBeLessThan(0.06);
});

test('noisier wheels: dead reckoning strays in proportion, SLAM far less (as the page says)', () => {
  const stray = (wheels: number) => {
    const ends = Array.from({ length: 30 }, (_, i) => driven({ seed: i + 1, wheels })[53]);
    const rms = (of: 'odometry' | 'belief') => Math.hypot(...ends.map((step) => judged(step[of], step.truth).error)); // prettier-ignore
    return [rms('odometry'), rms('belief')];
  };
  const [one, two] = [stray(1), stray(2)];
  expect(two[0] / one[0]).toBeGreaterThan(1.85);
  expect(two[1] / one[1]).toBeLessThan(1.6);
});
