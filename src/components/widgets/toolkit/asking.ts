/** What the reader asks for, as a query: the present one with other values. Pure. */
import { withoutDefaults, type Query } from './query.ts';
import { ownInfo, type Live } from './session.ts';

/** What a query depends on. */
export type Asked = Pick<Live, 'kind' | 'state' | 'view' | 'ui' | 'own'>;

/** Every key of the present state as text. */
export const texts = ({ kind, state }: Asked): Query => kind.texts(state);

/** What the address says of the present state. */
export const format = (live: Asked): Query =>
  live.kind.format?.(live.state, ownInfo(live)) ?? withoutDefaults(texts(live), live.kind.defaults);

/** A query with another value; its partner in an `either` pair goes. */
export function withKey(
  live: Asked,
  key: string,
  value: string,
  base: Query = format(live),
): Query {
  const query = { ...base, [key]: value };
  for (const pair of live.kind.either ?? []) {
    if (pair.includes(key)) for (const other of pair) if (other !== key) delete query[other];
  }
  return query;
}

/** What the kind makes of a field or key; undefined where that is left to the toolkit. */
export function edited(live: Asked, name: string, value: string): Query | undefined {
  const { kind, view, state, ui } = live;
  return view && kind.edit?.({ ...view, state, ui, own: ownInfo(live) }, name, value);
}

/**
 * The query after `key=value&…`, one key after the other, each from the state that those before it
 * lead to; a key without a value goes back to its default.
 */
export function withKeys(live: Asked, argument: string): Query {
  let query = format(live);
  for (const part of argument.split('&')) {
    const [key, ...value] = part.split('=');
    const whole = value.join('=');
    if (value.length === 0) delete query[key];
    else {
      // On the way there may be no such state: what the kind would add is then left out.
      const { state } = live.kind.parse(query, ownInfo(live));
      query = (state && edited({ ...live, state }, key, whole)) ?? withKey(live, key, whole, query);
    }
  }
  return query;
}
