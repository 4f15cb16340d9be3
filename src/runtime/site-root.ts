/**
 * The address of a path inside the site, as `models/digits-vae/model.json`. Every page tells where
 * the root is (`data-root` of its `<html>`, relative in a package), so that no script needs to know.
 */
export function inSite(path: string): string {
  const { root = '/' } =
    (globalThis.document as Document | undefined)?.documentElement.dataset ?? {};
  return root + path;
}
