/**
 * The concepts of another chapter, when it is opened in the sidebar: taken from the page of all
 * concepts, which is fetched once. Until they are there, or when they do not come, a link leads there.
 */

let listing: Promise<Document> | undefined;

/** The page of all concepts; a failed try is forgotten, so that the next one can do better. */
function allConcepts(address: string): Promise<Document> {
  listing ??= fetch(address)
    .then((response) => {
      if (!response.ok) throw new Error(`${address} answered ${response.status}`);
      return response.text();
    })
    .then((text) => {
      const page = new DOMParser().parseFromString(text, 'text/html');
      // Addresses may be relative to that page.
      for (const link of page.querySelectorAll<HTMLAnchorElement>('a[href]'))
        link.href = new URL(link.getAttribute('href')!, address).href;
      return page;
    })
    .catch((error: unknown) => {
      listing = undefined;
      throw error;
    });
  return listing;
}

async function fill(link: HTMLAnchorElement): Promise<void> {
  const page = await allConcepts(link.href.replace(/#.*/, ''));
  const items = page.querySelectorAll(`[id="${link.dataset.chapterList}"] .map-cells > li`);
  if (items.length === 0) return;
  const list = link.closest('ol')!;
  const focused = link === document.activeElement;
  list.replaceChildren(...[...items].map((item) => document.importNode(item, true)));
  if (focused) list.querySelector('a')?.focus();
}

for (const link of document.querySelectorAll<HTMLAnchorElement>('[data-chapter-list]')) {
  const details = link.closest('details')!;
  details.addEventListener('toggle', () => {
    if (details.open && link.isConnected) fill(link).catch(console.info);
  });
}
