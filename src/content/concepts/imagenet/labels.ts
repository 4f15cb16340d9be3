/** One answer or several: how much of a score is in the labels. */

export interface Picture {
  /** The single label that ImageNet-1k gives. */
  label: string;
  /** Everything that annotators accept; empty if they accept none of the classes. */
  accepted: string[];
  predicted: string;
}

/** Invented, but of the kinds that were found when the validation set was annotated again. */
export const PICTURES: Picture[] = [
  { label: 'desk', accepted: ['desk', 'monitor'], predicted: 'monitor' },
  { label: 'laptop', accepted: ['laptop', 'notebook'], predicted: 'notebook' },
  { label: 'ox', accepted: ['ox'], predicted: 'ox' },
  { label: 'quill', accepted: ['feather boa'], predicted: 'quill' },
  { label: 'water jug', accepted: [], predicted: 'cup' },
];

const share = (right: boolean[]) => right.filter(Boolean).length / right.length;

// #region labels
/** Share of pictures whose one label was predicted. */
export const oneLabel = (pictures: Picture[]) =>
  share(pictures.map(({ label, predicted }) => label === predicted));

/** Share of pictures whose prediction is accepted; those without any label do not count. */
export const anyLabel = (pictures: Picture[]) =>
  share(
    pictures
      .filter(({ accepted }) => accepted.length > 0)
      .map(({ accepted, predicted }) => accepted.includes(predicted)),
  );
// #endregion

// #region wrong-empty
/** Counting pictures that have no right answer: nobody could reach 100% here. */
export const wrongAnyLabel = (pictures: Picture[]) =>
  share(pictures.map(({ accepted, predicted }) => accepted.includes(predicted)));
// #endregion

export function main(): void {
  const percent = (value: number) => `${(100 * value).toFixed(0)}%`;
  console.log(`one label per picture  ${percent(oneLabel(PICTURES))}`);
  console.log(`any accepted label     ${percent(anyLabel(PICTURES))}`);
}
