/** CodeMirror's styles under the policy of the site, which refuses `<style>` elements. */
import { StyleModule } from 'style-mod';

/**
 * Lets the styles of CodeMirror be a constructed sheet that the document adopts.
 *
 * style-mod does so by itself for a shadow root only, and tells that from a document by `head`; it
 * decides once for each root. So its first look at this document finds no head. Nothing else runs
 * meanwhile, and the policy stays as strict as it is.
 */
export function adoptStyles(page: Document): void {
  Object.defineProperty(page, 'head', { value: null, configurable: true });
  try {
    StyleModule.mount(page, []);
  } finally {
    Reflect.deleteProperty(page, 'head');
  }
}
