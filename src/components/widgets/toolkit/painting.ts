/** Pixels onto the canvases of a widget. */
import type { Colours, Pixels, Rgb } from './kind.ts';

/** The colours of the style sheet in the current theme. */
export function themeColours(root: HTMLElement): Colours {
  const probe = document.createElement('i');
  root.append(probe);
  const read = (name: string): Rgb => {
    probe.style.color = `var(${name})`;
    const [r, g, b] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number);
    return [r, g, b];
  };
  const colours = { positive: read('--pos'), negative: read('--neg'), accent: read('--accent') };
  probe.remove();
  return colours;
}

/** The size in which a canvas was painted last: one of another size has lost its picture. */
const painted = new WeakMap<HTMLCanvasElement, string>();

const sizeOf = ({ width, height }: { width: number; height: number }) => `${width}×${height}`;

/**
 * Paints the canvases `data-paint` of a widget; with `all` false those alone that have just come or
 * changed their size.
 */
export function paintCanvases(
  root: HTMLElement,
  all: boolean,
  make: (colours: Colours) => Record<string, () => Pixels>,
): void {
  const canvases = [...root.querySelectorAll<HTMLCanvasElement>('canvas[data-paint]')].filter(
    (canvas) => all || painted.get(canvas) !== sizeOf(canvas),
  );
  if (canvases.length === 0) return;
  const images = make(themeColours(root));
  for (const canvas of canvases) {
    const { data, height, width } = images[canvas.dataset.paint!]();
    canvas.width = width;
    canvas.height = height;
    painted.set(canvas, sizeOf(canvas));
    canvas.getContext('2d')!.putImageData(new ImageData(data, width, height), 0, 0);
  }
}
