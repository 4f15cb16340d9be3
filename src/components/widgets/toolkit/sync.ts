/**
 * New HTML onto old elements: what is the same stays, with its focus, scroll position and canvas.
 *
 * A field in focus keeps what is being typed unless `force`; `[data-error]` texts, canvases and the
 * tab stop of a grid belong to the living widget and are left alone.
 */
export function sync(host: Element, html: string, force = false): void {
  const template = document.createElement('template');
  template.innerHTML = html;
  syncChildren(host, template.content, force);
}

function syncChildren(old: Element, fresh: Element | DocumentFragment, force: boolean): void {
  const before = [...old.childNodes];
  const after = [...fresh.childNodes];
  after.forEach((node, i) => {
    const mine = before[i];
    if (!mine) old.append(node);
    else if (mine.nodeName !== node.nodeName || role(mine) !== role(node)) mine.replaceWith(node);
    else if (node instanceof Element) syncElement(mine as Element, node, force);
    else if (mine.nodeValue !== node.nodeValue) mine.nodeValue = node.nodeValue;
  });
  for (const extra of before.slice(after.length)) extra.remove();
}

/** What an element is: one kind of field, table or message never turns into another. */
function role(node: Node): string {
  if (!(node instanceof Element)) return '';
  return [
    'name',
    'type',
    'data-input',
    'data-output',
    'data-error',
    'data-paint',
    'data-part',
    'data-fold',
  ]
    .map((name) => node.getAttribute(name))
    .join();
}

function syncElement(mine: Element, fresh: Element, force: boolean): void {
  if (mine.hasAttribute('data-error')) return;
  const roving = mine.matches('td, td input');
  for (const { name } of [...mine.attributes]) {
    const kept = name === 'open' || name === 'aria-invalid' || (roving && name === 'tabindex');
    if (!fresh.hasAttribute(name) && !kept) mine.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (name === 'open' || (roving && name === 'tabindex')) continue;
    if (mine.getAttribute(name) !== value) mine.setAttribute(name, value);
  }
  // Read first: a new option is moved over, and takes the choice of the fresh list with it.
  const chosen = fresh instanceof HTMLSelectElement ? fresh.value : '';
  if (mine.tagName !== 'CANVAS') syncChildren(mine, fresh, force);
  if (mine instanceof HTMLInputElement) {
    const next = (fresh as HTMLInputElement).value;
    const typing = mine === document.activeElement && !force;
    if (mine.type === 'checkbox' || mine.type === 'radio')
      mine.checked = fresh.hasAttribute('checked');
    else if (mine.type !== 'file' && !typing && mine.value !== next) mine.value = next;
  } else if (mine instanceof HTMLSelectElement) {
    mine.value = chosen;
  } else if (mine instanceof HTMLTextAreaElement) {
    const next = (fresh as HTMLTextAreaElement).value;
    if ((mine !== document.activeElement || force) && mine.value !== next) mine.value = next;
  }
}
