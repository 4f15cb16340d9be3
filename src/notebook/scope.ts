/** The names that cells share: properties of the global object that may be declared again. */
import type { Declaration } from './transform.ts';

/** The shared names of one kernel. */
export interface Scope {
  /**
   * Makes room for the names of a cell before it runs. A name that is there already keeps its value
   * until it is assigned; a new `const`, `let` or `class` cannot be read before.
   *
   * @throws TypeError for a name that the browser does not give away.
   */
  prepare(declarations: readonly Declaration[]): void;
  /** Turns names into constants, after they got their value. */
  lock(...names: string[]): void;
  /** Takes back the names that the cell did not reach. */
  settle(): void;
}

const { defineProperty, getOwnPropertyDescriptor } = Object;

/** Shared names as properties of `target`, the global object. */
export function openScope(target: object): Scope {
  const declared = new Set<string>();
  const waiting = new Map<string, PropertyDescriptor | undefined>();
  const set = (name: string, value: unknown): void => {
    defineProperty(target, name, { value, writable: true, configurable: true, enumerable: true });
    waiting.delete(name);
  };
  return {
    prepare(declarations) {
      for (const { name, kind } of declarations) {
        const known = getOwnPropertyDescriptor(target, name);
        if (known && !known.configurable) {
          if (!known.writable) throw new TypeError(`'${name}' cannot be declared in a cell`);
        } else if (known && declared.has(name) && !waiting.has(name)) {
          set(name, known.value);
        } else if (kind === 'const' || kind === 'let' || kind === 'class') {
          waiting.set(name, known);
          defineProperty(target, name, {
            get() {
              throw new ReferenceError(`Cannot access '${name}' before initialization`);
            },
            set: (value: unknown) => set(name, value),
            configurable: true,
            enumerable: true,
          });
        } else {
          set(name, undefined);
        }
        declared.add(name);
      }
    },
    lock(...names) {
      for (const name of names) {
        if (getOwnPropertyDescriptor(target, name)?.configurable) {
          defineProperty(target, name, { writable: false });
        }
      }
    },
    settle() {
      for (const [name, before] of waiting) {
        declared.delete(name);
        if (before) defineProperty(target, name, before);
        else Reflect.deleteProperty(target, name);
      }
      waiting.clear();
    },
  };
}
