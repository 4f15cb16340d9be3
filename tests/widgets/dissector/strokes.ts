/** The ten digits as a pointer would draw them on the pad, stroke by stroke. */
import { BLANK, strokeText } from '@widgets/toolkit/ink.ts';

type Point = [row: number, col: number];

/** Points of an ellipse from one angle to another, in degrees, 0 right and 90 down. */
function arc(
  row: number,
  col: number,
  high: number,
  wide: number,
  from: number,
  to: number,
): Point[] {
  // prettier-ignore
  const steps = 14;
  return Array.from({ length: steps + 1 }, (_, i): Point => {
    const angle = ((from + ((to - from) * i) / steps) * Math.PI) / 180;
    return [Math.round(row + high * Math.sin(angle)), Math.round(col + wide * Math.cos(angle))];
  });
}

/** Strokes of each digit: points that are joined. */
export const STROKES: readonly (readonly Point[])[][] = [
  [arc(14, 14, 9, 6, -90, 270)],
  [[[5, 15], [23, 13]]], // prettier-ignore
  [[...arc(9, 13, 5, 5, -160, 30), [22, 8], [22, 20]]], // prettier-ignore
  [[...arc(9, 12, 4, 5, -150, 80), ...arc(18, 12, 5, 6, -80, 150)]],
  [[[5, 10], [14, 8], [14, 20]], [[5, 18], [24, 16]]], // prettier-ignore
  [[[5, 19], [5, 10], [12, 9], ...arc(17, 12, 5, 6, -100, 140)]], // prettier-ignore
  [[[4, 15], ...arc(17, 13, 6, 5, -160, 200)]], // prettier-ignore
  [[[6, 7], [6, 20], [23, 12]]], // prettier-ignore
  [arc(9, 14, 4, 4, 90, 450), arc(18, 14, 5, 5, -90, 270)],
  [[...arc(10, 13, 5, 5, 0, 360), [24, 16]]], // prettier-ignore
];

/** The text of `input` after a digit has been drawn, moved by whole pixels. */
export function stroked(digit: number, down = 0, right = 0): string {
  let text = BLANK;
  for (const stroke of STROKES[digit]) {
    const moved = stroke.map(([r, c]): Point => [r + down, c + right]);
    moved.forEach((point, i) => {
      text = strokeText(text, moved[Math.max(0, i - 1)], point, false, true);
    });
  }
  return text;
}
