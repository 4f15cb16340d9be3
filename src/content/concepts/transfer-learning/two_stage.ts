/** The smallest network that can forget: two inputs, one pretrained feature, one weight as head. */

// #region model
/** Feature f = b₁x₁ + b₂x₂, prediction v·f. */
export interface Net {
  b: [number, number];
  v: number;
}

type Input = readonly [number, number];

export const predict = ({ b, v }: Net, x: Input) => v * (b[0] * x[0] + b[1] * x[1]);

/** Gradient descent on ½(prediction − y)² for one example; a frozen body keeps its b. */
export function train(
  { b, v }: Net,
  x: Input,
  y: number,
  frozen: boolean,
  steps = 20_000,
  rate = 1e-3,
): Net {
  for (let step = 0; step < steps; step++) {
    const error = predict({ b, v }, x) - y;
    const feature = b[0] * x[0] + b[1] * x[1];
    const body: [number, number] = [b[0] - rate * error * v * x[0], b[1] - rate * error * v * x[1]];
    v -= rate * error * feature;
    if (!frozen) b = body;
  }
  return { b, v };
}
// #endregion

// #region compare
/** The feature is right for the target y = 4(x₁ + x₂); only the head is new. */
export const START: Net = { b: [1, 1], v: 1 };
export const SEEN: Input = [1, 0];
export const UNSEEN: Input = [0, 1];

const probed = train(START, SEEN, 4, true);
export const RESULTS: Record<string, Net> = {
  'head only, body frozen': probed,
  'everything at once': train(START, SEEN, 4, false),
  'head first, then everything': train(probed, SEEN, 4, false),
};
// #endregion

export function main(): void {
  console.log('way'.padEnd(28), 'b₁ b₂ v   seen unseen');
  for (const [name, net] of Object.entries(RESULTS)) {
    const weights = [...net.b, net.v].map((value) => value.toFixed(0)).join('  ');
    const answers = [SEEN, UNSEEN].map((x) => predict(net, x).toFixed(0)).join('    ');
    console.log(name.padEnd(28), `${weights}   ${answers}`);
  }
}
