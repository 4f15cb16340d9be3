/** The camera of the edges widget, with Chromium's fake device. */
import { expect, test } from '@playwright/test';

test.use({
  permissions: ['camera'],
  launchOptions: {
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  },
});

test('one frame, only on request, and it stays here', async ({ page }) => {
  const sent: string[] = [];
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const { getUserMedia } = devices;
    devices.getUserMedia = (wish) => {
      document.documentElement.dataset.camera = JSON.stringify(wish);
      return getUserMedia.call(devices, wish);
    };
  });
  await page.goto('/en/concepts/edge-detection/');
  const widget = page.locator('[data-widget="edges"]');
  await widget.locator('[data-map="y"]').click();
  await expect(widget).toHaveAttribute('data-state', 'ready', { timeout: 30_000 });
  await expect(page.locator('html')).not.toHaveAttribute('data-camera');
  page.on('request', (request) => sent.push(`${request.method()} ${request.url()}`));
  await widget.getByRole('button', { name: 'Take a picture' }).click();
  await expect(widget.locator('video')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-camera', /"audio":false/);
  await widget.getByRole('button', { name: 'Take this frame' }).click();
  await expect(widget.locator('[name="image"]')).toHaveValue('own');
  await expect(widget.locator('table[data-output="y"]')).not.toHaveAttribute(
    'data-shape',
    '128,128,1',
  );
  await expect(widget).toHaveAttribute('data-state', 'ready');
  await expect(widget.locator('video')).toHaveCount(0);
  expect(sent.every((text) => text.startsWith('GET http://localhost'))).toBe(true);
  await widget.getByRole('button', { name: 'Copy link' }).click();
  await expect(page).toHaveURL(/image=own/);

  // Given up: the picture stays, and the camera is off.
  await widget.getByRole('button', { name: 'Take a picture' }).click();
  await widget.getByRole('button', { name: 'Turn the camera off' }).click();
  await expect(widget.locator('video')).toHaveCount(0);
});
