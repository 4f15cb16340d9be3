/** The code twin of a widget: its tabs and its text. */
import type { Kind, Language } from './kind.ts';

/**
 * How to show the code twin of `state()` in `root`, in a language or in the one chosen before; the
 * code that writes it is fetched the first time.
 */
export function codePanel<S extends object, W extends object>(
  root: HTMLElement,
  kind: Kind<S, W>,
  state: () => S,
): (language?: Language) => Promise<void> {
  let latest = 0;
  return async (language) => {
    if (!kind.code) return;
    const turn = ++latest;
    const tabs = [...root.querySelectorAll<HTMLElement>('[role="tab"]')];
    const name = (tab: HTMLElement) => tab.dataset.do!.split(':')[1];
    const chosen = language ?? name(tabs.find((tab) => tab.ariaSelected === 'true')!);
    for (const tab of tabs) {
      tab.ariaSelected = String(name(tab) === chosen);
      tab.tabIndex = name(tab) === chosen ? 0 : -1;
    }
    const { codeTwin } = await kind.code();
    if (turn !== latest) return; // another language was chosen while the code was on its way
    root.querySelector('[data-part="code"]')!.textContent = codeTwin(state(), chosen as Language);
  };
}
