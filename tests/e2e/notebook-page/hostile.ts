/** Cells that no notebook should have, for the tests of the engine in Chromium and Firefox. */

/** Cells that never end. */
export const LOOPS: Record<string, string> = {
  'while (true)': 'while (true) {}',
  microtasks: 'for (;;) await null',
  timers:
    'await new Promise(() => { const again = () => { setTimeout(again); setTimeout(() => {}) }; again() })',
  'a regular expression': '/^(a+)+$/.test("a".repeat(40) + "b")',
  console: 'while (true) console.log("again")',
  'TF.js': 'while (true) { const t = tf.ones([64, 64]).square(); t.dispose() }',
  'a promise that never comes': 'await new Promise(() => {})',
  'points and progress': 'for (let i = 0; ; i++) { plot("p", i, { y: i }); progress("q", i, 1e9) }',
};

/** Ways to the address `A`; each must fail. */
export const WAYS_OUT = [
  `await fetch(A)`,
  `await fetch(A, { mode: 'no-cors' })`,
  `await new Promise((y, n) => { const x = new XMLHttpRequest(); x.onload = y; x.onerror = () => n(Error('xhr')); x.open('GET', A); x.send() })`,
  `await new Promise((y, n) => { const s = new WebSocket(A.replace('http', 'ws')); s.onopen = y; s.onerror = () => n(Error('ws')) })`,
  `await new Promise((y, n) => { const s = new EventSource(A); s.onopen = y; s.onerror = () => n(Error('es')) })`,
  `importScripts(A)`,
  `await import(A)`,
  `await new Promise((y, n) => { const w = new Worker(A); w.onmessage = y; w.onerror = () => n(Error('worker')); setTimeout(() => n(Error('silent')), 500) })`,
  `await new Promise((y, n) => { const b = URL.createObjectURL(new Blob(['fetch("' + A + '").then(() => postMessage(1), () => postMessage(0))'])); const w = new Worker(b); w.onmessage = ({ data }) => data ? y() : n(Error('nested')); w.onerror = () => n(Error('nested')) })`,
  `await new FontFace('f', 'url(' + A + ')').load()`,
  `await new Promise((y, n) => { try { const t = new WebTransport(A.replace('http:', 'https:')); t.ready.then(y, n) } catch (e) { n(e) } })`,
];

/** Code from text; each must throw an EvalError. */
export const EVALS = [
  'eval("1")',
  'new Function("return 1")()',
  '(0, eval)("1")',
  '(async () => {}).constructor("1")()',
];
