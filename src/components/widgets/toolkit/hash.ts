/**
 * The part of a hash behind a widget's name: `#convolution?stride=2` → `stride=2`.
 *
 * @returns undefined when the hash names something else, or the widget without parameters.
 */
export function splitHash(hash: string, id: string): string | undefined {
  const text = hash.replace(/^#/, '');
  return text.startsWith(`${id}?`) ? text.slice(id.length + 1) : undefined;
}
