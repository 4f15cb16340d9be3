/**
 * What the reader changed, kept in the browser: one entry for each cell, named after the page, the
 * cell and the SHA of the original that was changed. When the original changes, the entry stays,
 * under the old SHA, and both are shown.
 */

/** The part of `Storage` that is used. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

export interface Scratch {
  /** The cell it follows. */
  after: string;
  source: string;
}

const key = (page: string, cell: string, sha: string) => `nb:${page}:${cell}:${sha}`;

/** The edits of one page; every failure of storage (refused, full) is silent: edits then last as long as the page. */
export class Edits {
  private readonly page: string;
  private readonly store: Store | undefined;

  constructor(page: string, store: Store | undefined) {
    this.page = page;
    this.store = store;
  }

  /** The edit of a cell whose original has this SHA. */
  get(cell: string, sha: string): string | undefined {
    return this.attempt((store) => store.getItem(key(this.page, cell, sha)) ?? undefined);
  }

  set(cell: string, sha: string, source: string): void {
    this.attempt((store) => store.setItem(key(this.page, cell, sha), source));
  }

  remove(cell: string, sha: string): void {
    this.attempt((store) => store.removeItem(key(this.page, cell, sha)));
  }

  /** Edits of a cell made when its original was another one. */
  older(cell: string, sha: string): { sha: string; source: string }[] {
    const start = `nb:${this.page}:${cell}:`;
    return (
      this.attempt((store) => {
        const keys = Array.from({ length: store.length }, (_, at) => store.key(at) ?? '');
        return keys
          .filter((name) => name.startsWith(start) && name !== start + sha)
          .map((name) => ({ sha: name.slice(start.length), source: store.getItem(name) ?? '' }));
      }) ?? []
    );
  }

  /** Cells that the reader added. */
  scratch(): Scratch[] {
    const text = this.attempt((store) => store.getItem(`nb:${this.page}:+`));
    try {
      const list: unknown = JSON.parse(text ?? '[]');
      if (!Array.isArray(list)) return [];
      return list.filter(
        (each): each is Scratch =>
          typeof each?.after === 'string' && typeof each?.source === 'string',
      );
    } catch {
      return [];
    }
  }

  setScratch(list: readonly Scratch[]): void {
    this.attempt((store) => {
      if (list.length) store.setItem(`nb:${this.page}:+`, JSON.stringify(list));
      else store.removeItem(`nb:${this.page}:+`);
    });
  }

  private attempt<T>(work: (store: Store) => T): T | undefined {
    try {
      return this.store && work(this.store);
    } catch {
      return undefined;
    }
  }
}

/** The storage of the page, or undefined where it is refused. */
export function pageStore(): Store | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
