/**
 * How formulas of cells are drawn: MathML alone, which needs neither fonts nor a style sheet, and
 * nothing that links, loads or expands without end.
 */
export const FORMULA_OPTIONS = {
  output: 'mathml',
  displayMode: true,
  throwOnError: true,
  trust: false,
  strict: 'ignore',
  maxSize: 20,
  maxExpand: 1000,
} as const;
