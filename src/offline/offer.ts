/** The bar that offers a new version; nothing changes before the reader agrees. */
import { OFFER_WORDS } from '../i18n/offline.ts';
import { isLang } from '../i18n/langs.ts';
import css from './offer.css?inline';
import { ask } from './page.ts';
import type { State } from './plan.ts';

let bar: HTMLElement | undefined;

function button(label: string, act: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'control';
  made.textContent = label;
  made.addEventListener('click', act);
  return made;
}

/** Shows the offer, once, with what the new version could not take over. */
export async function showOffer(waiting: ServiceWorker): Promise<void> {
  const { missing } = await ask<State>(waiting, { type: 'state' });
  const tag = document.documentElement.lang.slice(0, 2);
  const words = OFFER_WORDS[isLang(tag) ? tag : 'zh'];
  if (!bar) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
  }
  bar?.remove();
  bar = document.createElement('aside');
  bar.className = 'offline-offer';
  bar.setAttribute('aria-label', words.label);
  const text = document.createElement('p');
  text.setAttribute('role', 'status');
  const update = button(words.update, () => {
    update.disabled = true;
    void ask(waiting, { type: 'update' });
  });
  update.classList.add('primary');
  const later = button(words.later, () => bar?.remove());
  bar.append(text, update, later);
  document.body.append(bar);
  // A status is read out when its text comes after it.
  text.textContent = words.ready + (missing ? words.missing.replace('{n}', String(missing)) : '');
}
