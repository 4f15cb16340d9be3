/** What stands behind WebGL, and which backend of TF.js to take because of it; loads nothing. */

export const BACKENDS = ['webgl', 'wasm', 'cpu'] as const;
export type BackendName = (typeof BACKENDS)[number];
export type BackendChoice = BackendName | 'auto';

/** Why the backend is what it is; words in strings.ts. */
export type BackendNote = 'software-gl' | 'no-webgl' | 'fallback' | 'recovered';

export type Graphics = 'hardware' | 'software' | 'none';

/** A canvas as TF.js takes it on a page. */
const onPage = (): HTMLCanvasElement => document.createElement('canvas');

/**
 * A canvas as TF.js takes it in a worker. Safari before 17 and WebKit on Linux have no WebGL there,
 * though a page has; the oldest have no such canvas at all.
 */
export const inWorker = (): OffscreenCanvas => new OffscreenCanvas(1, 1);

/** Looks at the graphics behind WebGL with a context that is given back at once. */
export function probeWebgl(place: () => HTMLCanvasElement | OffscreenCanvas = onPage): Graphics {
  try {
    const probe = place().getContext('webgl2') as WebGL2RenderingContext | null;
    if (!probe?.getExtension('EXT_color_buffer_float')) return 'none';
    const info = probe.getExtension('WEBGL_debug_renderer_info');
    const renderer = String(probe.getParameter(info?.UNMASKED_RENDERER_WEBGL ?? probe.RENDERER));
    probe.getExtension('WEBGL_lose_context')?.loseContext();
    return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(renderer)
      ? 'software'
      : 'hardware';
  } catch {
    return 'none';
  }
}

/** The backends to try, best first, and what to say when it is not the one on top. */
export function preference(
  wanted: BackendChoice,
  graphics: Graphics,
): { order: BackendName[]; note: BackendNote | undefined } {
  const rest: BackendName[] =
    graphics === 'hardware'
      ? ['webgl', 'wasm', 'cpu']
      : graphics === 'software'
        ? ['wasm', 'webgl', 'cpu']
        : ['wasm', 'cpu'];
  const note =
    graphics === 'hardware' ? undefined : graphics === 'software' ? 'software-gl' : 'no-webgl';
  if (wanted === 'auto') return { order: rest, note };
  return { order: [wanted, ...rest.filter((name) => name !== wanted)], note: undefined };
}
