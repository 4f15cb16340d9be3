/** The trained networks that read a digit row by row: fetched when first wanted. */
import { BLOCKS, type Cell, type Weights } from '../../../lib/recurrent.ts';

/** The units of each network. */
export const UNITS = 12;

export interface Reader {
  weights: Weights;
  /** [10][units], and [10]. */
  dense: number[][];
  bias: number[];
  /** How many of the held-out digits it reads right. */
  right: number;
  /** The weights as they came, for programs. */
  bytes: string;
}

let readers: Record<Cell, Reader> | undefined;
let trainedOn = 0;

/** How many digits the networks were trained on. */
export const digitsSeen = () => trainedOn;

/** Undefined once the weights are there. */
export function bringReaders(): Promise<unknown> | undefined {
  if (readers) return undefined;
  return import('./weights.ts').then(({ ROW_READERS, TRAINED_ON }) => {
    trainedOn = TRAINED_ON;
    readers = {
      rnn: unpack('rnn', ROW_READERS.rnn),
      lstm: unpack('lstm', ROW_READERS.lstm),
      gru: unpack('gru', ROW_READERS.gru),
    };
  });
}

/**
 * A network that `bringReaders` has brought before.
 *
 * @throws Error when it has not.
 */
export function readerOf(cell: Cell): Reader {
  if (!readers) throw new Error('the weights are not loaded');
  return readers[cell];
}

/** Bytes are 32nds, in the order in which tools/train/gates_rows.py writes them. */
function unpack(cell: Cell, { bytes, right }: { bytes: string; right: number }): Reader {
  const numbers = Int8Array.from(atob(bytes), (c) => c.charCodeAt(0));
  let at = 0;
  const list = (n: number) => Array.from({ length: n }, () => numbers[at++] / 32);
  const rows = (n: number, width: number) => Array.from({ length: n }, () => list(width));
  const blocks = (width: number) => BLOCKS[cell].map(() => rows(UNITS, width));
  const weights: Weights = {
    w: blocks(28),
    u: blocks(UNITS),
    b: rows(BLOCKS[cell].length, UNITS),
    ...(cell === 'gru' && { br: list(UNITS) }),
  };
  return { weights, dense: rows(10, UNITS), bias: list(10), right, bytes };
}
