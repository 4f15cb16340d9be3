/** The search page: its query stands in the address. */

const root = document.querySelector<HTMLElement>('[data-search-page]');

if (root) {
  const input = root.querySelector<HTMLInputElement>('input[name="q"]')!;
  const asked = (): string => new URLSearchParams(location.search).get('q') ?? '';
  input.value = asked();
  root.hidden = false;
  root.querySelector('form')!.addEventListener('submit', (event) => event.preventDefault());
  addEventListener('popstate', () => {
    input.value = asked();
    input.dispatchEvent(new Event('input'));
  });
  const follow = (query: string): void => {
    const address = query ? `?q=${encodeURIComponent(query)}` : location.pathname;
    if (query !== asked()) history.replaceState(history.state, '', address);
  };
  // As the dialog has it: a module that is imported in both ways would bring a helper for that.
  import('./search.ts')
    .then(({ attachSearch }) => attachSearch(root, follow))
    .catch(() => {
      root.querySelector('[data-search-status]')!.textContent = root.dataset.error!;
    });
  if (!input.value) input.focus();
}

export {};
