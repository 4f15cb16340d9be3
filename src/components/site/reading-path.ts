/** Checks off the steps of a reading path; what was read is kept on this device only. */

const KEY = 'rf:read';

/** The pages marked as read: [] when nothing is kept, or what is kept is not a list. */
function marks(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

/** Keeps the marks; says whether the browser let us. */
function keep(read: Iterable<string>): boolean {
  try {
    localStorage.setItem(KEY, JSON.stringify([...read]));
    return true;
  } catch {
    return false;
  }
}

class ReadingPath extends HTMLElement {
  private read = new Set<string>();

  private get boxes(): HTMLInputElement[] {
    return [...this.querySelectorAll('input')];
  }

  connectedCallback(): void {
    this.read = new Set(marks());
    for (const box of this.boxes) box.closest('label')!.hidden = false;
    this.addEventListener('change', ({ target }) => {
      const { value, checked } = target as HTMLInputElement;
      this.change(() => (checked ? this.read.add(value) : this.read.delete(value)));
    });
    const clear = this.querySelector<HTMLElement>('[data-clear]')!;
    clear.addEventListener('click', () => {
      this.change(() => this.boxes.forEach(({ value }) => this.read.delete(value)));
      this.boxes[0].focus();
    });
    // Another tab may have marked something.
    window.addEventListener('storage', ({ key }) => {
      if (key !== KEY) return;
      this.read = new Set(marks());
      this.draw();
    });
    this.draw();
  }

  private change(how: () => void): void {
    how();
    this.draw(keep(this.read));
  }

  private draw(kept?: boolean): void {
    for (const box of this.boxes) box.checked = this.read.has(box.value);
    const done = new Set(this.boxes.filter(({ checked }) => checked).map(({ value }) => value));
    const piece = (name: string) => this.querySelector<HTMLElement>(`[data-${name}]`)!;
    piece('progress-line').textContent = this.dataset.progress!.replace('{done}', `${done.size}`);
    piece('clear').hidden = done.size === 0;
    const line = piece('kept-line');
    line.hidden = false;
    if (kept !== undefined || !line.textContent)
      line.textContent = kept === false ? this.dataset.notKept! : this.dataset.kept!;
  }
}

customElements.define('reading-path', ReadingPath);
