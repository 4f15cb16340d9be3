/** The pixels of the latest runs, kept step by step, so that any of them can be shown at once. */
import type { Grid } from '../../../lib/grid.ts';
import { adamStep, features, gram, losses, noise, startFrom, type Stand, type Targets } from '../../../lib/style.ts'; // prettier-ignore
import { contentOf, pixelsOf, texts, type State } from './state.ts';

const KEEP = 3;

export interface Way {
  targets: Targets;
  /** What stood after 0, 1, 2, … steps; not to be changed. */
  stands: Stand[];
  /** Content and style loss after 0, 1, 2, … steps. */
  history: { content: number; style: number }[];
}

const ways = new Map<string, { way: Way; picture: Grid | undefined }>();

function wayOf(state: State, picture: Grid | undefined): Way {
  const { at: _, shuffle: __, show: ___, ...rest } = texts(state);
  const key = JSON.stringify(rest);
  const own = state.content === 'own' || state.style === 'own' ? picture : undefined;
  const known = ways.get(key);
  ways.delete(key);
  const made = known?.picture === own ? known : undefined;
  const { alpha, beta } = state;
  const content = contentOf(state, picture);
  const first = state.start === 'noise' ? noise(state.seed) : content;
  const way = made?.way ?? {
    targets: {
      content: features(content),
      style: gram(features(pixelsOf(state.style, picture))),
      alpha,
      beta,
    },
    stands: [startFrom(first)],
    history: [],
  };
  ways.set(key, { way, picture: own });
  for (const old of ways.keys()) {
    if (ways.size <= KEEP) break;
    ways.delete(old);
  }
  return way;
}

/** Goes on in slices: yields after each step until the end of the run. */
export function* training(state: State, picture: Grid | undefined): Generator<undefined, Way> {
  const way = wayOf(state, picture);
  const { targets, stands, history } = way;
  while (history.length <= state.steps) {
    const t = history.length;
    const { content, style, gradient } = losses(stands[t].image, targets);
    history.push({ content, style });
    stands.push(adamStep(stands[t], gradient, t + 1));
    yield;
  }
  return way;
}

/** The whole run at once. */
export function trained(state: State, picture?: Grid): Way {
  const work = training(state, picture);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
