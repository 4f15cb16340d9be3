/** Formulas as plain text, for places that show no markup: search results, descriptions, feeds. */

const SYMBOLS: Readonly<Record<string, string>> = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ε',
  varepsilon: 'ε',
  eta: 'η',
  theta: 'θ',
  kappa: 'κ',
  lambda: 'λ',
  mu: 'μ',
  nu: 'ν',
  pi: 'π',
  rho: 'ρ',
  sigma: 'σ',
  tau: 'τ',
  phi: 'φ',
  chi: 'χ',
  psi: 'ψ',
  omega: 'ω',
  Delta: 'Δ',
  Sigma: 'Σ',
  Phi: 'Φ',
  Omega: 'Ω',
  nabla: '∇',
  partial: '∂',
  sum: '∑',
  prod: '∏',
  top: '⊤',
  infty: '∞',
  leftarrow: '←',
  rightarrow: '→',
  to: '→',
  sim: '∼',
  approx: '≈',
  le: '≤',
  leq: '≤',
  ge: '≥',
  geq: '≥',
  ne: '≠',
  neq: '≠',
  in: '∈',
  times: '×',
  cdot: '·',
  odot: '⊙',
  cap: '∩',
  cup: '∪',
  pm: '±',
  dots: '…',
  ldots: '…',
  lfloor: '⌊',
  rfloor: '⌋',
  lceil: '⌈',
  rceil: '⌉',
  '|': '‖',
  '%': '%',
  '{': '{',
  '}': '}',
  _: '_',
  ',': '\u2009',
  ':': ' ',
  ';': ' ',
  ' ': ' ',
  '!': '',
  quad: ' ',
  mid: ' | ',
  lvert: '|',
  rvert: '|',
  lVert: '‖',
  rVert: '‖',
  langle: '⟨',
  rangle: '⟩',
  ell: 'ℓ',
  cdots: '⋯',
  star: '⋆',
  ast: '∗',
  otimes: '⊗',
  subset: '⊂',
  subseteq: '⊆',
  equiv: '≡',
  int: '∫',
  varphi: 'φ',
  big: '',
  bigl: '',
  bigr: '',
  left: '',
  right: '',
};
const FUNCTIONS = ['ln', 'log', 'exp', 'max', 'min', 'tanh', 'sin', 'cos', 'det', 'arg'];
/** Commands that only choose a typeface: their argument stays as it is. */
const FACES = [
  'text',
  'mathrm',
  'mathbf',
  'mathcal',
  'operatorname',
  'textit',
  'mathit',
  'boldsymbol',
];
const ACCENTS: Readonly<Record<string, string>> = { hat: '\u0302', tilde: '\u0303', bar: '\u0304', vec: '\u20d7' }; // prettier-ignore
const DOUBLE: Readonly<Record<string, string>> = { E: '𝔼', R: 'ℝ', N: 'ℕ', Z: 'ℤ', P: 'ℙ' };
const RAISED = new Map(zip('0123456789+−=()nikTt⊤', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵏᵀᵗᵀ'));
const LOWERED = new Map(
  zip('0123456789+−=()aehijklmnoprstuvx', '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ'),
);

function zip(from: string, to: string): [string, string][] {
  const target = [...to];
  return [...from].map((each, i) => [each, target[i]]);
}

/**
 * A formula in TeX as one line of Unicode: `q(z|x)=N(\mu,\sigma^2)` is “q(z|x)=N(μ,σ²)”.
 *
 * @throws Error with the command's name when it has no text
 */
export function texText(tex: string): string {
  let at = 0;

  /** One argument: a group, a command or a character. */
  function argument(): string {
    while (tex[at] === ' ') at++;
    if (tex[at] === '{') {
      at++;
      const inside = sequence();
      at++; // the closing brace
      return inside;
    }
    return tex[at] === '\\' ? command() : character();
  }

  function character(): string {
    const char = tex[at++] ?? '';
    return char === '-' ? '−' : char === '*' ? '∗' : char;
  }

  function command(): string {
    const name = /^\\([a-zA-Z]+|.)/.exec(tex.slice(at))![1];
    at += name.length + 1;
    if (FUNCTIONS.includes(name)) {
      const skip = () => {
        while (tex[at] === ' ') at++;
      };
      skip();
      let whole = name;
      for (; tex[at] === '_' || tex[at] === '^'; skip()) {
        const sign = tex[at++] as '_' | '^';
        whole += script(sign);
      }
      return /^([a-z\d]|\\[a-z])/i.test(tex.slice(at)) ? `${whole} ` : whole;
    }
    if (FACES.includes(name)) return argument();
    if (name in ACCENTS) return `${argument()}${ACCENTS[name]}`;
    if (name === 'mathbb') {
      const letter = argument();
      return DOUBLE[letter] ?? letter;
    }
    if (name === 'sqrt') return `√${together(argument())}`;
    if (name === 'frac' || name === 'tfrac') {
      const [over, under] = [argument(), argument()];
      return over === '1' && under === '2' ? '½' : `${together(over)}/${together(under)}`;
    }
    if (!(name in SYMBOLS)) throw new Error(`no plain text for the TeX command \\${name}`);
    return SYMBOLS[name];
  }

  /** In parentheses when it is more than one factor. */
  const together = (text: string) => (/^[\p{L}\p{M}\d.]*$/u.test(text) ? text : `(${text})`);

  function script(sign: '^' | '_'): string {
    const text = argument();
    const small = sign === '^' ? RAISED : LOWERED;
    const all = [...text].map((char) => small.get(char));
    if (all.every((char) => char !== undefined)) return all.join('');
    return sign + ([...text].length === 1 || sign === '_' ? text : `(${text})`);
  }

  function sequence(): string {
    let out = '';
    while (at < tex.length && tex[at] !== '}') {
      const char = tex[at];
      if (char === ' ') at++;
      else if (char === '^' || char === '_') {
        at++;
        out += script(char);
      } else out += argument();
    }
    return out;
  }

  return sequence();
}
