/** Narrows the list of corrections to words and a chapter; the address keeps the choice. */

const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

class CorrectionFilter extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector('form')!;
    const wanted = new URLSearchParams(location.search);
    for (const field of this.fields) {
      const value = wanted.get(field.name);
      // A chapter that does not exist leaves the list as it is.
      if (value !== null) field.value = value;
      if (field.selectedIndex === -1) field.value = '';
    }
    form.hidden = false;
    form.addEventListener('input', () => this.apply());
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('reset', () => setTimeout(() => this.apply()));
    this.narrow();
  }

  private get fields(): (HTMLSelectElement & HTMLInputElement)[] {
    return [...this.querySelectorAll<HTMLSelectElement & HTMLInputElement>('[name]')];
  }

  private apply(): void {
    const query = new URLSearchParams();
    for (const { name, value } of this.fields) if (value.trim()) query.set(name, value.trim());
    const text = query.toString();
    history.replaceState(null, '', `${location.pathname}${text && `?${text}`}`);
    this.narrow();
  }

  /** Shows what fits, hides the rest, says how many are left. */
  private narrow(): void {
    const [words, chapter] = this.fields.map(({ value }) => value);
    const parts = folded(words).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const section of document.querySelectorAll<HTMLElement>('[data-chapter]')) {
      const title = folded(section.querySelector('h2')!.textContent);
      let left = 0;
      for (const item of section.querySelectorAll<HTMLElement>('.corrections > li')) {
        const text = `${title} ${folded(item.textContent)}`;
        const fits =
          (!chapter || section.dataset.chapter === chapter) &&
          parts.every((part) => text.includes(part));
        item.hidden = !fits;
        left += Number(fits);
      }
      section.hidden = left === 0;
      count += left;
    }
    const none = count === 0 ? this.dataset.none! : this.dataset.count!;
    this.querySelector('[role="status"]')!.textContent = none.replace('{n}', String(count));
  }
}

customElements.define('correction-filter', CorrectionFilter);
