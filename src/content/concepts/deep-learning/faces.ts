/** Recognizing faces by distance: who is known is decided after training, not by it. */

// #region triplet
type Embedding = number[];

export const squaredDistance = (a: Embedding, b: Embedding) =>
  a.reduce((sum, v, i) => sum + (v - b[i]) ** 2, 0);

/** Same person closer than another person, by at least a margin; otherwise there is a loss. */
export function tripletLoss(anchor: Embedding, same: Embedding, other: Embedding, margin: number) {
  return Math.max(0, squaredDistance(anchor, same) - squaredDistance(anchor, other) + margin);
}
// #endregion

// #region identify
/** The nearest enrolled person, or nobody when even that one is too far away. */
export function identify(
  face: Embedding,
  enrolled: Record<string, Embedding>,
  threshold: number,
): string | undefined {
  const [nearest] = Object.entries(enrolled).sort(
    ([, a], [, b]) => squaredDistance(face, a) - squaredDistance(face, b),
  );
  return squaredDistance(face, nearest[1]) <= threshold ? nearest[0] : undefined;
}
// #endregion

/** Embeddings in the plane; real ones have 128 numbers or more. */
export const ENROLLED = { Ada: [0, 3], Grace: [4, 0] };
export const FACES = { 'Ada again': [1, 3], stranger: [4, 4] };
export const THRESHOLD = 4;

export function main(): void {
  for (const [name, face] of Object.entries(FACES)) {
    const distances = Object.entries(ENROLLED).map(([who, e]) => `${who} ${squaredDistance(face, e)}`);
    console.log(`${name}: ${distances.join(', ')} -> ${identify(face, ENROLLED, THRESHOLD) ?? 'unknown'}`);
  }
  const enrolled = { ...ENROLLED, Mary: [4, 4] }; // one photo, no training
  console.log('after enrolling Mary: stranger ->', identify(FACES.stranger, enrolled, THRESHOLD));
  console.log('triplet losses', tripletLoss([0, 3], [1, 3], [4, 0], 2), tripletLoss([0, 3], [4, 4], [1, 3], 2));
}
