/** The shared space with its pictures, for tests. */
import { KIND } from '@widgets/embed/kind.ts';
import { SCENES } from '@widgets/embed/scenes.ts';
import { parse, type State } from '@widgets/embed/state.ts';
import { STRINGS } from '@widgets/embed/strings.ts';
import type { View } from '@widgets/embed/view.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { readFromDisk } from '../../../src/models/on-disk.ts';

/** Brings the digits. */
export async function ready(): Promise<void> {
  readFromDisk();
  await KIND.load!(parse({}).state!);
}

export function stateOf(query: Query): State {
  const { state, problems } = parse(query);
  if (!state) throw new Error(JSON.stringify([query, problems]));
  return state;
}

export const scene = (name: keyof typeof SCENES): Query => Object.fromEntries(new URLSearchParams(SCENES[name].query)); // prettier-ignore

export const worked = async (state: State): Promise<Outputs> =>
  (await KIND.reference(state, undefined, async () => true))!;

export async function viewOf(query: Query, more: Partial<View> = {}): Promise<View> {
  const state = stateOf(query);
  const outputs = await worked(state);
  const cursor = KIND.firstCursor(state, outputs);
  return { id: 'embed', words: STRINGS.en, state, picture: undefined, outputs, cursor, ui: {}, image: undefined, ...more }; // prettier-ignore
}
