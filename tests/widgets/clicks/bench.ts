/** A view of a state, as the script has it. */
import type { Grid } from '@lib/grid.ts';
import { reference } from '@widgets/clicks/reference.ts';
import { parse, type State } from '@widgets/clicks/state.ts';
import { STRINGS } from '@widgets/clicks/strings.ts';
import { firstCursor, type View } from '@widgets/clicks/view.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';

export async function worked(state: State, picture?: Grid): Promise<Outputs> {
  return (await reference(state, picture, async () => true))!;
}

/** A state from the text of an address. */
export function stateOf(text: string): State {
  const parts = text.split('&').filter(Boolean).map((part) => part.split('=')); // prettier-ignore
  return parse(Object.fromEntries(parts) as Record<string, string>, { height: 40, width: 60, channels: 3 }).state!; // prettier-ignore
}

export async function viewOf(
  state: State,
  more: Partial<View> = {},
  lang: 'zh' | 'en' = 'en',
  picture?: Grid,
): Promise<View> {
  const outputs = await worked(state, picture);
  return {
    id: 'clicks',
    words: STRINGS[lang],
    state,
    picture,
    outputs,
    cursor: firstCursor(state),
    ui: {},
    image: undefined,
    ...more,
  };
}
