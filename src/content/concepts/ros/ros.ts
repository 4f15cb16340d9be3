/** A topic between a fast camera and a slow detector, and who may connect to whom. */

/** A frame that was detected: when it was taken and when its result came out (ms). */
export interface Result {
  taken: number;
  done: number;
}

// #region queue
/** One topic, one subscriber: the camera publishes every `period` ms, the callback takes `work` ms. */
export function run(period: number, work: number, depth: number, until: number) {
  const waiting: number[] = []; // when each waiting frame was taken
  const results: Result[] = [];
  let dropped = 0;
  let published = 0;
  const camera = (now: number) => {
    for (; published * period <= now; published++) {
      waiting.push(published * period);
      if (waiting.length > depth) {
        waiting.shift(); // keep last: the oldest goes
        dropped++;
      }
    }
  };
  for (let now = 0; now + work <= until; ) {
    camera(now);
    const taken = waiting.shift() ?? published * period; // idle until the next frame
    if (taken >= published * period) published++;
    now = Math.max(now, taken) + work;
    results.push({ taken, done: now });
  }
  return { results, dropped };
}

/** How old a result is when it appears. */
export const age = ({ taken, done }: Result) => done - taken;
// #endregion

// #region qos
export interface Quality {
  reliability: 'best effort' | 'reliable';
  durability: 'volatile' | 'transient local';
}

const LEVELS = ['best effort', 'reliable', 'volatile', 'transient local'];

/** A subscription may not ask for more than the publisher offers. */
export function connects(offered: Quality, requested: Quality): boolean {
  const enough = (key: keyof Quality) =>
    LEVELS.indexOf(requested[key]) <= LEVELS.indexOf(offered[key]);
  return enough('reliability') && enough('durability');
}
// #endregion

export const SENSOR: Quality = { reliability: 'best effort', durability: 'volatile' };
export const DEFAULT: Quality = { reliability: 'reliable', durability: 'volatile' };

/** The setting of the page: 25 frames a second, 10 results a second, ten seconds. */
export const [PERIOD, WORK, UNTIL] = [40, 100, 10_000];

export function main(): void {
  console.log('depth  results  dropped  age of the last two (ms)');
  for (const depth of [1, 5, 10, Infinity]) {
    const { results, dropped } = run(PERIOD, WORK, depth, UNTIL);
    const row = [depth === Infinity ? 'all' : depth, results.length, dropped];
    const last = results.slice(-2).map(age).join(', ');
    console.log(row.map((v, i) => String(v).padEnd([7, 9, 9][i])).join('') + last);
  }
  console.log('\npublisher → subscription');
  const names: [string, Quality][] = [
    ['sensor data', SENSOR],
    ['default', DEFAULT],
  ];
  for (const [offers, offered] of names) {
    for (const [asks, requested] of names) {
      const verdict = connects(offered, requested) ? 'connected' : 'no messages';
      console.log(`${offers} → ${asks}: ${verdict}`);
    }
  }
}
