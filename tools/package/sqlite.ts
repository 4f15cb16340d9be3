/** The search index of a docset: an SQLite file, by the driver that Node has built in (22.13 or newer). */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface IndexEntry {
  name: string;
  /** One of the types that Dash and Zeal know. */
  type: string;
  /** File in `Documents`, with a fragment where there is one. */
  path: string;
}

/** Entries without repeats: one name leads to one place once. */
export function distinct(entries: readonly IndexEntry[]): IndexEntry[] {
  const seen = new Set<string>();
  return entries.filter(({ name, type, path: where }) => {
    const key = [name.toLowerCase(), type, where].join('\n');
    const fresh = name !== '' && !seen.has(key);
    seen.add(key);
    return fresh;
  });
}

/** The bytes of an index with these entries, in this order. */
export function searchIndex(entries: readonly IndexEntry[]): Buffer {
  const folder = mkdtempSync(path.join(tmpdir(), 'docset-'));
  const file = path.join(folder, 'docSet.dsidx');
  try {
    const database = new DatabaseSync(file);
    database.exec(
      'CREATE TABLE searchIndex(id INTEGER PRIMARY KEY, name TEXT, type TEXT, path TEXT);' +
        'CREATE UNIQUE INDEX anchor ON searchIndex (name, type, path);',
    );
    const insert = database.prepare('INSERT INTO searchIndex(name, type, path) VALUES (?, ?, ?)');
    database.exec('BEGIN');
    for (const { name, type, path: where } of entries) insert.run(name, type, where);
    database.exec('COMMIT; VACUUM');
    database.close();
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
