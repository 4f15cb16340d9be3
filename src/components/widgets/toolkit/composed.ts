/**
 * Scenes composed from held-out digits (`seed`, `count`, `overlap`), for widgets on models of scenes.
 * Pure but for `bringScenes`.
 */
import type { L10n } from '../../../i18n/langs.ts';
import { composeScene, type Scene } from '../../../lib/scenes.ts';
import { loadedData } from '../../../models/data.ts';
import { rangeField, stepperField } from './controls.ts';
import { bring } from './digits.ts';
import type { Pixels } from './kind.ts';
import { paint } from './maps.ts';
import { parseNumber, parseWhole, type attempts, type Query } from './query.ts';
import type { ToolWords } from './strings.ts';

/** Width and height of a scene. */
export const SIDE = 64;
export const PIXELS = SIDE * SIDE;

/** What a scene is composed from. */
export interface Composed {
  seed: number;
  /** Digits asked for; one that would hide another is left out. */
  count: number;
  /** Greatest part of the smaller of two ink boxes that the other may cover. */
  overlap: number;
}

export const SCENE_KEYS = ['seed', 'count', 'overlap'] as const;
export type SceneKey = (typeof SCENE_KEYS)[number];

export const SCENE_DEFAULTS = {
  seed: '1',
  count: '4',
  overlap: '0.25',
} as const satisfies Query<SceneKey>;

export const SCENE_LIMITS = { seed: 9_999_999, count: 8 };

/** The most digits of a scene that the models met in training. */
export const TRAINED_COUNT = 5;

/** The keys of a scene; what cannot be read is kept by `attempt`. */
export function parseComposed(
  query: Query<SceneKey>,
  attempt: ReturnType<typeof attempts>['attempt'],
  defaults: Readonly<Record<SceneKey, string>> = SCENE_DEFAULTS,
): Composed | undefined {
  const text = (key: SceneKey) => query[key] ?? defaults[key];
  const seed = attempt(() => parseWhole('seed', text('seed'), 1, SCENE_LIMITS.seed));
  const count = attempt(() => parseWhole('count', text('count'), 1, SCENE_LIMITS.count));
  const overlap = attempt(() => parseNumber('overlap', text('overlap'), 1, 0));
  if (seed === undefined || count === undefined || overlap === undefined) return undefined;
  return { seed, count, overlap };
}

export const composedTexts = ({ seed, count, overlap }: Composed): Query<SceneKey> => ({
  seed: `${seed}`,
  count: `${count}`,
  overlap: `${overlap}`,
});

/** The same text for the same scene. */
export const composedId = ({ seed, count, overlap }: Composed) => `${seed} ${count} ${overlap}`;

/** The models, and the digits that scenes are composed from, for `load` of a kind. */
export const bringScenes = (...models: string[]) => bring(models, { kind: 'held-out', index: 0 });

const scenes = new Map<string, Scene>();

/** Keeps at most `most` results, the oldest go first. */
export function remember<T>(known: Map<string, T>, key: string, value: T, most: number): T {
  if (known.size >= most) known.delete(known.keys().next().value!);
  known.set(key, value);
  return value;
}

/** The scene; `bringScenes` first. */
export function sceneOf(composed: Composed): Scene {
  const key = composedId(composed);
  const known = scenes.get(key);
  if (known) return known;
  const { seed, count, overlap } = composed;
  const { pixels, labels } = loadedData('digits/test');
  const digits = { images: pixels, labels };
  return remember(scenes, key, composeScene({ seed, digits, count: [count, count], overlap }), 30);
}

/** The scene in grey. */
export function scenePixels({ image }: Scene): Pixels {
  const scale = { kind: 'grey', min: 0, max: 1 } as const;
  const data = paint(image.data, PIXELS, 0, 1, scale, [0, 0, 0], [0, 0, 0]);
  return { height: SIDE, width: SIDE, data };
}

// ---- controls ---------------------------------------------------------------------------------

/** Words of the controls, for `joinWords`. */
export interface SceneWords {
  sceneLabels: Record<SceneKey, string>;
  sceneHints: Record<SceneKey, string>;
  untrained: string;
}

export const SCENE_WORDS: L10n<SceneWords> = {
  zh: {
    sceneLabels: { seed: '场景的种子', count: '数字个数', overlap: '容许的重叠' },
    sceneHints: {
      seed: '同一种子，同一场景；数字都没参加训练',
      count: '会遮住别人太多的数字不放进去',
      overlap: '较小的墨迹框最多被盖住多少',
    },
    untrained: '训练时的场景最多 {n} 个数字：这里已在训练范围之外。',
  },
  en: {
    sceneLabels: { seed: 'Seed of the scene', count: 'Digits', overlap: 'Overlap allowed' },
    sceneHints: {
      seed: 'same seed, same scene; no digit was trained on',
      count: 'a digit that would hide too much of another is left out',
      overlap: 'share of the smaller ink box that may be covered',
    },
    untrained: 'In training a scene had at most {n} digits: this is outside.',
  },
};

/** What the keys are called in messages. */
export const SCENE_NAMES: L10n<Record<SceneKey, string>> = {
  zh: { seed: '种子', count: '数字个数', overlap: '重叠' },
  en: { seed: 'seed', count: 'number of digits', overlap: 'overlap' },
};

/** Seed, number of digits, overlap. */
export function sceneControls(
  id: string,
  words: ToolWords & SceneWords,
  composed: Composed,
): string {
  const all = composedTexts(composed);
  const control = (key: SceneKey) => ({
    id,
    key,
    label: words.sceneLabels[key],
    hint: words.sceneHints[key],
    value: all[key]!,
  });
  return (
    stepperField(control('seed'), { min: 1, max: SCENE_LIMITS.seed, words }) +
    stepperField(control('count'), { min: 1, max: SCENE_LIMITS.count, words }) +
    rangeField(control('overlap'), { min: 0, max: 1, step: 0.05 })
  );
}
