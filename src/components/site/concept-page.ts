/** Behaviour of a concept page: copy buttons, the section in view, the other language beside it. */

const prose = document.querySelector<HTMLElement>('.prose');
if (prose) {
  addCopyButtons(prose);
  markSectionInView();
  offerSideBySide(prose);
}

/** What can copy here; over plain http browsers have no clipboard for scripts, and ours is fetched. */
const clipboard = async (): Promise<Pick<Clipboard, 'writeText'>> =>
  (navigator as Partial<Navigator>).clipboard ??
  (await import('../../runtime/clipboard.ts')).plainClipboard;

/** A button that copies a text and says whether it could. */
function copyButton(label: string, words: DOMStringMap, text: () => string): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy no-print';
  button.textContent = label;
  button.addEventListener('click', async () => {
    let said = words.copied!;
    try {
      await (await clipboard()).writeText(text());
    } catch {
      said = words.copyFailed!;
    }
    button.textContent = said;
    button.setAttribute('aria-live', 'polite');
    setTimeout(() => (button.textContent = label), 2000);
  });
  return button;
}

function addCopyButtons(root: HTMLElement): void {
  const words = root.dataset;
  for (const code of root.querySelectorAll<HTMLElement>('pre.astro-code')) {
    code.after(copyButton(words.copy!, words, () => code.innerText.trimEnd()));
  }
  for (const formula of root.querySelectorAll<HTMLElement>('.math-display[data-tex]')) {
    formula.after(copyButton(words.copyTex!, words, () => formula.dataset.tex!));
  }
  root.addEventListener('copy', (event) => copyFormulasAsTex(event));
}

/** A selection that holds formulas is copied with their TeX in place of the drawn glyphs. */
function copyFormulasAsTex(event: ClipboardEvent): void {
  const selection = getSelection();
  if (!selection?.rangeCount || !event.clipboardData) return;
  const fragment = selection.getRangeAt(0).cloneContents();
  const formulas = fragment.querySelectorAll('[data-tex]');
  if (!formulas.length) return;
  for (const formula of formulas) {
    const { tex } = (formula as HTMLElement).dataset;
    if (tex === undefined) continue;
    formula.replaceWith(formula.matches('.math-display') ? `$$${tex}$$` : `$${tex}$`);
  }
  const holder = document.createElement('div');
  holder.append(fragment);
  event.clipboardData.setData('text/plain', holder.textContent ?? '');
  event.preventDefault();
}

function markSectionInView(): void {
  const links = new Map(
    [...document.querySelectorAll<HTMLAnchorElement>('.toc a')].map((a) => [a.hash.slice(1), a]),
  );
  const headings = [...document.querySelectorAll<HTMLElement>('.prose :is(h2, h3)[id]')];
  let marked: HTMLAnchorElement | undefined;
  const mark = (): void => {
    const above = headings.filter((heading) => heading.getBoundingClientRect().top < 160);
    const link = links.get((above.at(-1) ?? headings[0])?.id ?? '');
    if (link === marked) return;
    marked?.removeAttribute('aria-current');
    link?.setAttribute('aria-current', 'location');
    marked = link;
  };
  let queued = false;
  addEventListener(
    'scroll',
    () => {
      if (queued) return;
      queued = true;
      requestAnimationFrame(() => {
        queued = false;
        mark();
      });
    },
    { passive: true },
  );
  // The first mark comes with the first scroll: measuring every heading while the page loads
  // would lay out all of it.
}

function offerSideBySide(root: HTMLElement): void {
  const button = document.querySelector<HTMLButtonElement>('[data-side-by-side]');
  const status = document.querySelector<HTMLElement>('[data-side-status]');
  if (!button || !status) return;
  button.hidden = false;
  const toggle = async (on: boolean): Promise<void> => {
    const { openSideBySide, closeSideBySide } = await import('./side-by-side.ts');
    const words = root.dataset;
    if (on) {
      status.textContent = words.sideLoading!;
      try {
        await openSideBySide(root, button.dataset.sideBySide!);
      } catch {
        status.textContent = words.sideFailed!;
        return;
      }
    } else {
      closeSideBySide(root);
    }
    status.textContent = '';
    button.setAttribute('aria-pressed', String(on));
    button.querySelector('span')!.textContent = on ? words.sideOff! : words.sideOn!;
    const address = new URL(location.href);
    if (on) address.searchParams.set('view', 'both');
    else address.searchParams.delete('view');
    history.replaceState(history.state, '', address);
  };
  button.addEventListener('click', () => {
    void toggle(button.getAttribute('aria-pressed') !== 'true');
  });
  if (new URL(location.href).searchParams.get('view') === 'both') void toggle(true);
}

export {};
