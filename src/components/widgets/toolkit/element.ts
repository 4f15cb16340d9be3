/**
 * The custom element of a widget: it waits for the first sign of interest and only then fetches the
 * rest. A pointer over the widget, a focus, a key or the address wakes it; what the reader does
 * until the code is there is kept and done afterwards.
 */
import { LANGS } from '../../../i18n/langs.ts';
import { inSite } from '../../../runtime/site-root.ts';
import { WAKING_ERRORS } from '../../../runtime/strings.ts';
import { splitHash } from './hash.ts';

const SIGNS = 'pointerover pointerdown focusin keydown input change click toggle dragover'.split(
  ' ',
);

/** How a widget starts inside its element; returns how to stop it. */
export type Start = (host: HTMLElement, words: unknown, missed: Event[]) => () => void;

/** The words of the page's language, which its HTML only names. */
async function wordsOf(host: HTMLElement): Promise<unknown> {
  const response = await fetch(inSite(host.dataset.words!));
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return response.json();
}

/** Defines `<rf-NAME>`; `load` fetches the code that brings it to life. */
export function defineWidget(name: string, load: () => Promise<Start>): void {
  class Widget extends HTMLElement {
    private end = () => {};

    connectedCallback(): void {
      const root = this.querySelector<HTMLElement>('[data-widget]')!;
      const message = root.querySelector<HTMLElement>('[data-part="message"]')!;
      const missed: Event[] = [];
      let waking = false;

      const wake = async () => {
        if (waking) return;
        waking = true;
        try {
          const [start, words] = await Promise.all([load(), wordsOf(this)]);
          message.hidden = true;
          this.end();
          if (this.isConnected) this.end = start(this, words, missed);
        } catch (error) {
          waking = false; // the next sign tries again
          const { lang } = this.closest<HTMLElement>('[lang]')!;
          const said = WAKING_ERRORS[LANGS.find((each) => lang.startsWith(each))!];
          message.textContent = navigator.onLine ? said.corrupt : said.offline;
          message.hidden = false;
          root.dataset.state = 'error';
          console.error(error);
        }
      };
      const onSign = (event: Event) => {
        const target = event.target as HTMLElement;
        const arrow = event instanceof KeyboardEvent && event.key.startsWith('Arrow');
        // An arrow key in a number field would change the number instead of walking the grid.
        if (
          event.type === 'dragover' ||
          (arrow && target.closest('td, [data-map], [role="tab"]'))
        ) {
          event.preventDefault();
        }
        missed.push(event);
        void wake();
      };
      const onHash = () => {
        const named = splitHash(location.hash, root.id) !== undefined;
        if (named || location.hash === `#${root.id}`) void wake();
      };
      for (const sign of SIGNS) root.addEventListener(sign, onSign, true);
      window.addEventListener('hashchange', onHash);
      this.end = () => {
        for (const sign of SIGNS) root.removeEventListener(sign, onSign, true);
        window.removeEventListener('hashchange', onHash);
      };

      root.dataset.live = '';
      root.querySelector('fieldset')!.disabled = false;
      onHash();
      if (/[?&]backend=/.test(location.search)) void wake();
    }

    disconnectedCallback(): void {
      this.end();
    }
  }

  customElements.define(`rf-${name}`, Widget);
}
