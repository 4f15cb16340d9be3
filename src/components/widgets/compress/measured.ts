/**
 * What the classifier reads of all held-out digits without any retraining, worked out beforehand with
 * PyTorch (tests/golden/make_compress.py): nobody waits for 1,500 digits in float64.
 */
export const MEASURED = {
  count: 1500,
  plain: 1486,
  /** With 2, 3, … 8 bits: one scale a layer, one a channel. */
  tensor: [544, 1471, 1479, 1485, 1484, 1486, 1486],
  channel: [1082, 1479, 1486, 1485, 1486, 1486, 1486],
  /** The smallest weights set to zero, by share. */
  shares: [0, 0.3, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95],
  pruned: [1486, 1486, 1482, 1466, 1453, 1079, 475, 200, 268, 220],
} as const;

/** 117,434 weights and biases in 32 bits. */
export const FLOAT_BYTES = 469736;
