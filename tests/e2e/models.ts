/** What every widget on shipped models has to survive: its files missing, cut short or altered. */
import { readFileSync } from 'node:fs';
import { expect, test, type Route } from '@playwright/test';
import { addressOf, ask, ready, widgetOf } from './gates.ts';

export interface ModelGate {
  name: string;
  /** Where the widget stands: the slug of a concept, or a path of a page. */
  concept: string;
  /** A hash text that needs the file, and another state to go on with. */
  hash: string;
  next: string;
  /** The file, under public/. */
  file: string;
}

/** Declares the gate for one file. */
export function modelGate({ name, concept, hash, next, file }: ModelGate): void {
  const bytes = readFileSync(`public/${file}`);
  const cut = bytes.subarray(0, bytes.length >> 1);
  const flipped = Buffer.from(bytes);
  flipped[bytes.length >> 1] ^= 1;
  const damages: [string, (route: Route) => Promise<void>][] = [
    ['missing', (route) => route.fulfill({ status: 404, body: 'no' })],
    ['cut in half', (route) => route.fulfill({ body: cut })],
    ['with a flipped bit', (route) => route.fulfill({ body: flipped })],
  ];
  for (const [what, damage] of damages) {
    test(`${file} ${what}: a message names it, the page lives, and it recovers`, async ({
      page,
    }) => {
      const failed: string[] = [];
      page.on('pageerror', (error) => failed.push(error.message));
      await page.route(`**/${file}`, damage);
      await page.goto(`${addressOf('en', concept)}#${name}?${hash}`);
      const widget = widgetOf(page, name);
      await expect(widget).toHaveAttribute('data-state', 'error', { timeout: 60_000 });
      await expect(widget.locator('[data-error="hash"]')).toContainText(file.split('/').at(-1)!);
      await expect(widget.locator('[data-error="hash"]')).toBeVisible();
      expect(failed).toEqual([]);
      await page.unroute(`**/${file}`);
      const [answer] = await ask(page, name, [next]);
      expect(answer.state).toBe('ready');
      await ready(page, name);
      await expect(widget.locator('[data-error="hash"]')).toBeHidden();
      expect(failed).toEqual([]);
    });
  }
}
