/** Opens the search dialog (button, Ctrl/Cmd+K, /); what answers it is loaded at the first sign of interest. */

const dialog = document.querySelector<HTMLDialogElement>('[data-search]');
const opener = document.querySelector<HTMLButtonElement>('[data-search-open]');

if (dialog && opener) {
  let attached: Promise<void> | undefined;
  opener.hidden = false;
  if (/Mac|iP(hone|ad)/.test(navigator.platform)) opener.querySelector('kbd')!.textContent = '⌘ K';

  const load = (): void => {
    attached ??= import('./search.ts')
      .then(({ attachSearch }) => attachSearch(dialog))
      .catch(() => {
        attached = undefined;
        dialog.querySelector('[data-search-status]')!.textContent = dialog.dataset.error!;
      });
  };
  const open = (): void => {
    if (!dialog.open) dialog.showModal();
    load();
  };
  opener.addEventListener('click', open);
  opener.addEventListener('pointerenter', load);
  opener.addEventListener('focus', load);
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.addEventListener('keydown', (event) => {
    const typing = (event.target as HTMLElement).closest(
      'input, textarea, select, [contenteditable]',
    );
    const shortcut = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
    if (!shortcut && (event.key !== '/' || typing || event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    open();
  });
}

export {};
