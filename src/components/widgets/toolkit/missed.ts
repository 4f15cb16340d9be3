/** What the reader did while the code of a widget was on its way. */

export type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/**
 * What the reader chose or typed in the field of a missed event, to be put back before the event is
 * done: drawing what was missed earlier writes the fields anew, from a state that has no such choice.
 */
function choiceOf({ type, target }: Event): (() => void) | undefined {
  if (type !== 'input' && type !== 'change') return undefined;
  const field = target as Field;
  if (field.type === 'file') return undefined;
  const { value } = field;
  if (!(field instanceof HTMLInputElement)) return () => (field.value = value);
  const { checked } = field;
  return () => {
    if (field.value !== value) field.value = value;
    field.checked = checked;
  };
}

/** The events, each with what puts its field back to what the reader had made of it. */
export function withChoices(
  missed: readonly Event[],
): { event: Event; again: (() => void) | undefined }[] {
  return missed.map((event) => ({ event, again: choiceOf(event) }));
}
