/** The bench with its model and digits, for tests. */
import { KIND } from '@widgets/distill/kind.ts';
import { parse, type State } from '@widgets/distill/state.ts';
import { STRINGS } from '@widgets/distill/strings.ts';
import type { View } from '@widgets/distill/view.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { readFromDisk } from '../../../src/models/on-disk.ts';

/** Brings model and digits. */
export async function ready(): Promise<void> {
  readFromDisk();
  await KIND.load!(parse({ mode: 'train' }).state!);
}

export const worked = async (state: State): Promise<Outputs> =>
  (await KIND.reference(state, undefined, async () => true))!;

export function stateOf(query: Query): State {
  const { state, problems } = parse(query);
  if (!state) throw new Error(JSON.stringify([query, problems]));
  return state;
}

export async function viewOf(query: Query, more: Partial<View> = {}): Promise<View> {
  const state = stateOf(query);
  const outputs = await worked(state);
  const cursor = KIND.firstCursor(state, outputs);
  return { id: 'distill', words: STRINGS.en, state, picture: undefined, outputs, cursor, ui: {}, image: undefined, ...more }; // prettier-ignore
}
