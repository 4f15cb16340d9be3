/** Copies a text where `navigator.clipboard` does not exist: over plain http and in old browsers. */
export const plainClipboard = {
  /** @throws Error when the browser refuses. */
  async writeText(text: string): Promise<void> {
    const area = document.createElement('textarea');
    area.value = text;
    area.setAttribute('aria-hidden', 'true');
    area.style.position = 'fixed';
    area.style.opacity = '0';
    const focused = document.activeElement as HTMLElement | null;
    document.body.append(area);
    area.select();
    // Deprecated, and the only way without a secure context.
    const copied = document.execCommand('copy');
    area.remove();
    focused?.focus({ preventScroll: true });
    if (!copied) throw new Error('the browser did not copy');
  },
};
