/**
 * Loss surfaces over the plane: value, gradient and curvature in closed form.
 *
 * Each is small enough to be checked by hand, and each has one lesson: a bowl whose curvatures can be
 * set, a saddle between two minima, Rosenbrock's curved valley, and a hole in a plateau.
 */

export const SURFACES = ['quadratic', 'saddle', 'rosenbrock', 'plateau'] as const;
export type SurfaceName = (typeof SURFACES)[number];

/** A symmetric 2×2 matrix: [xx, xy, yy]. */
export type Symmetric = readonly [xx: number, xy: number, yy: number];

export interface Surface {
  f(x: number, y: number): number;
  gradient(x: number, y: number): readonly [dx: number, dy: number];
  /** The second derivatives. */
  hessian(x: number, y: number): Symmetric;
  /** Where f is least, and how little that is. */
  minima: readonly (readonly [x: number, y: number])[];
  least: number;
}

/** Width of the hole in the plateau. */
export const HOLE = 0.5;

/** What a surface depends on; the others ignore it. */
export interface Bowl {
  /** λ₁, λ₂: the curvatures along the two axes of the bowl. */
  curvatures: readonly [number, number];
  /** Degrees by which the axes are turned, counter-clockwise. */
  rotate: number;
}

/** H of the bowl ½ θᵀHθ: R diag(λ₁, λ₂) Rᵀ, exact where the turn is a multiple of 90°. */
export function bowlMatrix({ curvatures: [a, b], rotate }: Bowl): Symmetric {
  const quarter = ((rotate % 180) + 180) % 180;
  if (quarter === 0) return [a, 0, b];
  if (quarter === 90) return [b, 0, a];
  const c = Math.cos((rotate * Math.PI) / 180);
  const s = Math.sin((rotate * Math.PI) / 180);
  return [a * c * c + b * s * s, (a - b) * c * s, a * s * s + b * c * c];
}

/** The two eigenvalues of a symmetric matrix, the larger one first. */
export function eigenvalues([xx, xy, yy]: Symmetric): [number, number] {
  const middle = (xx + yy) / 2;
  const half = Math.hypot((xx - yy) / 2, xy);
  return [middle + half, middle - half];
}

/** A surface by name. */
export function surfaceOf(name: SurfaceName, bowl: Bowl): Surface {
  if (name === 'quadratic') {
    const [xx, xy, yy] = bowlMatrix(bowl);
    return {
      f: (x, y) => (xx * x * x + 2 * xy * x * y + yy * y * y) / 2,
      gradient: (x, y) => [xx * x + xy * y, xy * x + yy * y],
      hessian: () => [xx, xy, yy],
      minima: [[0, 0]],
      least: 0,
    };
  }
  return { saddle, rosenbrock, plateau }[name];
}

/** ½x² − ½y² + ¼y⁴: flat at (0, 0), down along y on both sides. */
const saddle: Surface = {
  f: (x, y) => (x * x - y * y) / 2 + y ** 4 / 4,
  gradient: (x, y) => [x, y * y * y - y],
  hessian: (_, y) => [1, 0, 3 * y * y - 1],
  minima: [
    [0, 1],
    [0, -1],
  ],
  least: -0.25,
};

/**
 * (1 − x)² + 100(y − x²)².
 *
 * H. Rosenbrock, “An automatic method for finding the greatest or least value of a function”, The
 * Computer Journal 3, 1960.
 */
const rosenbrock: Surface = {
  f: (x, y) => (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  gradient: (x, y) => [2 * (x - 1) - 400 * x * (y - x * x), 200 * (y - x * x)],
  hessian: (x, y) => [2 - 400 * (y - 3 * x * x), -400 * x, 200],
  minima: [[1, 1]],
  least: 0,
};

/** 1 − e^(−r²/2s²) with s = 0.5: almost no slope away from the hole. */
const plateau: Surface = {
  f: (x, y) => -Math.expm1(-(x * x + y * y) / (2 * HOLE * HOLE)),
  gradient: (x, y) => {
    const e = Math.exp(-(x * x + y * y) / (2 * HOLE * HOLE)) / (HOLE * HOLE);
    return [x * e, y * e];
  },
  hessian: (x, y) => {
    const s = HOLE * HOLE;
    const e = Math.exp(-(x * x + y * y) / (2 * s)) / s;
    return [e * (1 - (x * x) / s), (-e * x * y) / s, e * (1 - (y * y) / s)];
  },
  minima: [[0, 0]],
  least: 0,
};
