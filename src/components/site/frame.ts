/** Behaviour of the frame: theme, menu, language switch that keeps the place. */

const root = document.documentElement;

function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Storage can be refused; the choice then lasts as long as the page.
  }
}

const theme = document.querySelector<HTMLSelectElement>('select[name="theme"]');
if (theme) {
  theme.hidden = false;
  theme.value = root.dataset.theme ?? 'system';
  theme.addEventListener('change', () => {
    const chosen = theme.value === 'system' ? null : theme.value;
    if (chosen) root.dataset.theme = chosen;
    else delete root.dataset.theme;
    remember('rf:theme', chosen);
  });
}

const menu = document.querySelector<HTMLAnchorElement>('[data-menu]');
const header = document.querySelector<HTMLElement>('.site-header');
if (menu && header) {
  const show = (open: boolean): void => {
    header.toggleAttribute('data-open', open);
    menu.setAttribute('aria-expanded', String(open));
  };
  menu.setAttribute('role', 'button');
  show(false);
  menu.addEventListener('click', (event) => {
    event.preventDefault();
    show(!header.hasAttribute('data-open'));
  });
  menu.addEventListener('keydown', (event) => {
    if (event.key === ' ') {
      event.preventDefault();
      menu.click();
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !header.hasAttribute('data-open')) return;
    show(false);
    menu.focus();
  });
}

/** The section in view, so that switching the language lands at the same heading. */
function currentSection(): string {
  const limit = innerHeight / 3;
  let id = '';
  for (const heading of document.querySelectorAll<HTMLElement>('main :is(h2, h3)[id]')) {
    if (heading.getBoundingClientRect().top > limit) break;
    id = heading.id;
  }
  return id ? `#${id}` : '';
}

const languageSwitch = document.querySelector<HTMLAnchorElement>('[data-language-switch]');
languageSwitch?.addEventListener('click', () => {
  remember('rf:lang', languageSwitch.hreflang.slice(0, 2));
  // A widget keeps its state in the hash (`#name?…`), a notebook its changes (`#nb=…`); both go along.
  languageSwitch.hash = /\?|^#nb=/.test(location.hash) ? location.hash : currentSection();
  languageSwitch.search = location.search;
});

export {};
