import { parse } from 'node-html-parser';
import { describe, expect, test } from 'vitest';
import { matrixGrid, matrixSize } from '../../src/components/figures/matrix.ts';
import { linePlot, plotArea, sample } from '../../src/components/figures/plot.ts';
import {
  arrow,
  circle,
  coordinate,
  element,
  esc,
  formatNumber,
  group,
  line,
  path,
  polyline,
  rect,
  svgDoc,
  text,
  textWidth,
  simplify,
} from '../../src/components/figures/svg.ts';

const doc = { width: 200, height: 100, title: 'A title', desc: 'What it shows' };

/** Attributes that must not be in a picture: colours and styles are classes, nothing runs. */
const FORBIDDEN = /\s(style|color|on\w+)=|\s(fill|stroke)="(?!none")|<style|<script/;

describe('svg', () => {
  test('a picture has a role, a name and a description', () => {
    const svg = parse(svgDoc(doc, rect(0, 0, 10, 10))).querySelector('svg')!;
    expect(svg.getAttribute('role')).toBe('img');
    expect(svg.getAttribute('viewBox')).toBe('0 0 200 100');
    const [title, desc] = svg.getAttribute('aria-labelledby')!.split(' ');
    expect(svg.querySelector(`#${title}`)!.textContent).toBe('A title');
    expect(svg.querySelector(`#${desc}`)!.textContent).toBe('What it shows');
  });

  test('ids come from the caller or the content and do not collide', () => {
    const ids = (markup: string) => [...markup.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]);
    expect(ids(svgDoc({ ...doc, id: 'mine' }))).toEqual(['mine-title', 'mine-desc']);
    const pictures = [
      svgDoc(doc),
      svgDoc(doc, rect(0, 0, 1, 1)),
      svgDoc({ ...doc, title: '标题' }),
      svgDoc({ ...doc, desc: 'Another' }),
      svgDoc({ ...doc, width: 201 }),
    ];
    expect(new Set(pictures.flatMap(ids)).size).toBe(10);
    expect(svgDoc(doc)).toBe(svgDoc(doc));
    for (const id of pictures.flatMap(ids)) expect(id).toMatch(/^[a-z][\w-]*$/);
  });

  test('text and attributes are escaped', () => {
    const hostile = `<b>&"'`;
    expect(esc(hostile)).toBe('&lt;b&gt;&amp;&quot;&#39;');
    const svg = svgDoc({ ...doc, title: hostile, desc: hostile }, text(0, 0, hostile));
    expect(svg).not.toContain('<b>');
    expect(parse(svg).querySelector('text')!.textContent).toBe(hostile);
    expect(element('g', { 'data-x': '"><script>' })).toBe('<g data-x="&quot;&gt;&lt;script&gt;"/>');
  });

  test('colours, styles and handlers as attributes are refused', () => {
    for (const attributes of [
      { fill: 'red' },
      { stroke: '#123456' },
      { style: 'fill:red' },
      { onclick: 'alert(1)' },
    ] as Record<string, string>[]) {
      expect(() => rect(0, 0, 1, 1, attributes)).toThrow('use a class');
    }
    expect(rect(0, 0, 1, 1, { 'stroke-width': 2 })).toContain('stroke-width="2"');
  });

  test('shapes are hollow unless a class fills them', () => {
    expect(rect(0, 0, 1, 1, { class: 's-a' })).toContain('fill="none"');
    expect(rect(0, 0, 1, 1, { class: 'f-soft-a s-a' })).not.toContain('fill=');
    expect(path('M0 0L1 1', { class: 's-a' })).toContain('fill="none"');
    expect(circle(1, 2, 3)).toBe('<circle cx="1" cy="2" r="3" fill="none"/>');
    expect(line(0, 0, 1, 1)).toContain('class="s-line"');
  });

  test('coordinates are short and finite', () => {
    expect([coordinate(1 / 3), coordinate(-0.001), coordinate(2)]).toEqual(['0.3', '0', '2']);
    expect(() => coordinate(NaN)).toThrow('must be finite, but is NaN');
    expect(
      polyline([
        [0, 1],
        [2, 3],
      ]),
    ).toBe('M0 1L2 3');
    expect(group(3, 4, 'a', 'b')).toBe('<g transform="translate(3 4)">ab</g>');
    expect(() => arrow(1, 1, 1, 1)).toThrow('two different ends');
  });

  test('numbers are written for readers', () => {
    expect([1, -2, 0.125, -0, 1e-9, -0.001, 2.5, Infinity].map((v) => formatNumber(v))).toEqual([
      '1',
      '−2',
      '0.13',
      '0',
      '0',
      '0',
      '2.5',
      '∞',
    ]);
    expect(formatNumber(1 / 3, 4)).toBe('0.3333');
  });

  test('Han characters are as wide as the font, Latin ones narrower', () => {
    expect(textWidth('卷积', 10)).toBe(20);
    expect(textWidth('100%', 10)).toBeGreaterThan(27); // a percent sign is wide
    expect(textWidth('ab', 10)).toBeLessThan(14);
  });
});

describe('matrixGrid', () => {
  const values = [
    [1, -2, 3],
    [0.5, null, '?'],
  ];
  const svg = matrixGrid(values, {
    x: 10,
    y: 30,
    cell: 30,
    label: 'x <input>',
    highlight: (r, c) => (r === 0 && c < 2 ? 'f-soft-accent' : undefined),
    ink: (r) => (r === 1 ? 'f-muted' : undefined),
    frames: [{ row: 0, col: 1, rows: 2, cols: 2, class: 's-b' }],
  });
  const root = parse(svg);

  test('has a cell for every value and a number where there is one', () => {
    expect(root.querySelectorAll('rect')).toHaveLength(2); // the ground, one frame
    expect(root.querySelectorAll('text').map((t) => t.textContent)).toEqual([
      'x <input>',
      '1',
      '−2',
      '3',
      '0.5',
      '?',
    ]);
  });

  test('places cells, grounds, inks and frames', () => {
    const rects = root
      .querySelectorAll('rect')
      .map((r) =>
        ['class', 'x', 'y', 'width', 'height'].map((name) => r.getAttribute(name)).join(' '),
      );
    expect(rects).toEqual(['f-surface 10 30 90 60', 's-b 40 30 60 60']);
    // Two cells are one path.
    const paths = root.querySelectorAll('path');
    expect(paths.map((each) => each.getAttribute('class'))).toEqual(['f-soft-accent', 's-line']);
    expect(paths[0].getAttribute('d')).toBe('M10 30h30v30h-30zM40 30h30v30h-30z');
    // Three lines across, four down, each drawn once.
    expect(paths[1].getAttribute('d')).toBe(
      'M10 30h90M10 60h90M10 90h90M10 30v60M40 30v60M70 30v60M100 30v60',
    );
    const numbers = root.querySelector('g')!;
    expect(numbers.getAttribute('class')).toBe('f-ink');
    expect(Number(numbers.getAttribute('font-size'))).toBeGreaterThanOrEqual(13);
    const inks = numbers.querySelectorAll('text').map((t) => t.getAttribute('class'));
    expect(inks).toEqual([undefined, undefined, undefined, 'f-muted', 'f-muted']);
    expect(numbers.querySelectorAll('text')[3].getAttribute('x')).toBe('25');
    expect(svg).not.toMatch(FORBIDDEN);
    expect(matrixSize(values, 30)).toEqual({ width: 90, height: 60 });
  });

  test('ragged rows and frames outside are refused', () => {
    expect(() => matrixGrid([[1, 2], [3]], { x: 0, y: 0, cell: 20 })).toThrow(
      'row 1 has 1 cells, but row 0 has 2',
    );
    const frames = [{ row: 1, col: 1, rows: 2, cols: 1 }];
    expect(() => matrixGrid(values, { x: 0, y: 0, cell: 20, frames })).toThrow(
      'frame of 2×1 at (1, 1) leaves the 2×3 grid',
    );
    const wide = [{ row: 0, col: 2, rows: 1, cols: 2 }];
    expect(() => matrixGrid(values, { x: 0, y: 0, cell: 20, frames: wide })).toThrow(
      'frame of 1×2 at (0, 2) leaves the 2×3 grid',
    );
  });
});

describe('linePlot', () => {
  const plot = {
    series: [
      { points: sample(Math.tanh, [-4, 4]), class: 's-a', label: 'tanh' },
      { points: sample((x) => x, [-4, 4]), class: 's-b', label: '恒等' },
    ],
    x: { domain: [-4, 4], ticks: [-4, 0, 4], label: 'x' },
    y: { domain: [-1, 1], ticks: [-1, 0, 1], label: 'y' },
    width: 360,
    height: 240,
  } as const;
  /** End points of every path, in picture units. */
  const numbers = (markup: string) =>
    parse(markup)
      .querySelectorAll('path')
      .map((p) => [...p.getAttribute('d')!.matchAll(/[ML](\S+?) ([\d.-]+)/g)])
      .map((ends) => ends.map((m) => [Number(m[1]), Number(m[2])]));

  test('draws every curve, tick and label', () => {
    const root = parse(linePlot(plot));
    expect(root.querySelectorAll('path').map((p) => p.getAttribute('class'))).toEqual([
      's-a',
      's-b',
    ]);
    const words = root.querySelectorAll('text').map((t) => t.textContent);
    expect(words).toEqual(['tanh', '恒等', '−4', '0', '4', '−1', '0', '1', 'y', 'x']);
    expect(root.querySelector('title')!.textContent).toBe('y – x');
    expect(root.querySelector('desc')!.textContent).toBe('tanh; 恒等');
    expect(linePlot(plot)).toBe(linePlot(plot));
    expect(linePlot(plot)).not.toMatch(FORBIDDEN);
  });

  test('curves differ by more than their colour', () => {
    const dashes = parse(linePlot(plot))
      .querySelectorAll('path')
      .map((p) => p.getAttribute('stroke-dasharray'));
    expect(new Set(dashes).size).toBe(2);
  });

  test('a curve that leaves the domain is cut where it leaves', () => {
    const [, identity] = numbers(linePlot(plot));
    const [tanh] = numbers(linePlot(plot));
    const left = Math.min(...tanh.map(([x]) => x));
    const right = Math.max(...tanh.map(([x]) => x));
    const top = Math.min(...identity.map(([, y]) => y));
    const bottom = Math.max(...identity.map(([, y]) => y));
    // y = x stays in −1 … 1 between x = −1 and x = 1: from 3/8 to 5/8 of the width.
    expect(identity[0][0]).toBeCloseTo(left + ((right - left) * 3) / 8, 1);
    expect(identity.at(-1)![0]).toBeCloseTo(left + ((right - left) * 5) / 8, 1);
    for (const [, y] of tanh) expect(y >= top && y <= bottom).toBe(true);
    for (const [x, y] of identity) {
      expect(x >= identity[0][0] && x <= identity.at(-1)![0]).toBe(true);
      expect(y <= identity[0][1] && y >= identity.at(-1)![1]).toBe(true);
    }
  });

  test('a point that is not finite breaks the curve', () => {
    const points = sample((x) => 1 / x, [-4, 4], 9); // infinite at 0
    const broken = linePlot({ ...plot, series: [{ points, class: 's-a', label: '' }] });
    const [ends] = numbers(broken);
    expect(ends.map(([x]) => x)).toHaveLength(8);
    expect(broken.match(/M/g)).toHaveLength(2);
    expect(broken).not.toMatch(/NaN|Infinity/);
  });

  test('dots take the fill of their stroke class', () => {
    const dots = {
      points: [
        [0, 0],
        [9, 0],
      ] as const,
      class: 's-c',
      label: '',
      dots: true,
    };
    const root = parse(linePlot({ ...plot, series: [dots] }));
    expect(root.querySelectorAll('circle').map((c) => c.getAttribute('class'))).toEqual(['f-c']);
  });

  test('everything stays inside the picture', () => {
    const root = parse(linePlot(plot));
    for (const t of root.querySelectorAll('text')) {
      const [x, y] = [Number(t.getAttribute('x')), Number(t.getAttribute('y'))];
      const wide = textWidth(t.textContent, Number(t.getAttribute('font-size')));
      const start = { start: 0, middle: 0.5, end: 1 }[t.getAttribute('text-anchor')!]!;
      expect(x - wide * start).toBeGreaterThanOrEqual(-1);
      expect(x + wide * (1 - start)).toBeLessThanOrEqual(361);
      expect(y > 0 && y < 240).toBe(true);
    }
  });

  test('a long legend takes several lines and leaves the plot below it', () => {
    const long = plot.series.map((s) => ({ ...s, label: 'a rather long name of a curve' }));
    const height = (markup: string) => Math.min(...numbers(markup)[0].map(([, y]) => y));
    expect(height(linePlot({ ...plot, series: long }))).toBeGreaterThan(height(linePlot(plot)));
  });

  test('mistakes are named', () => {
    const x = { domain: [1, 1], ticks: [], label: '' } as const;
    expect(() => plotArea({ ...plot, x })).toThrow('the x domain must grow, but is 1 … 1');
    const y = { ...plot.y, ticks: [2] };
    expect(() => plotArea({ ...plot, y })).toThrow('y tick 2 lies outside -1 … 1');
    expect(() => plotArea({ ...plot, height: 60 })).toThrow('leaves no room');
  });
});

test('a curve keeps its ends and corners, and stays within the tolerance of every point', () => {
  const curve = Array.from({ length: 401 }, (_, i) => [i / 2, 50 * Math.tanh(i / 40 - 5)] as const);
  const kept = simplify(curve, 0.08);
  expect(kept.length).toBeLessThan(60);
  expect(kept[0]).toEqual(curve[0]);
  expect(kept.at(-1)).toEqual(curve.at(-1));
  for (const [x, y] of curve) {
    const at = kept.findIndex(([u]) => u >= x);
    const [[x0, y0], [x1, y1]] = [kept[Math.max(at - 1, 0)], kept[Math.max(at, 1)]];
    const between = y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
    expect(Math.abs(between - y)).toBeLessThan(0.5);
  }
  const corner = [
    [0, 0],
    [1, 0],
    [2, 0],
    [2, 1],
    [2, 2],
  ] as const;
  expect(simplify(corner)).toEqual([
    [0, 0],
    [2, 0],
    [2, 2],
  ]);
});
