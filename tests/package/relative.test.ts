/** Addresses become relative to the file they stand in, and nothing else changes. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { policyFor } from '../../tools/build/csp.ts';
import {
  refuseAddresses,
  relativeCss,
  relativeHtml,
  rootFrom,
  type Site,
} from '../../tools/package/relative.ts';

const FILES = ['', 'zh/', 'pictures/', 'sw.js', 'widgets/a.webp', '_astro/a.js'];
const site = (base = '/'): Site => ({ base, has: (path) => FILES.includes(path) });
const PAGE = 'zh/concepts/pooling/index.html';

/** A page of the build around `body`, with its policy. */
function built(body: string, runner?: string): string {
  const policy = policyFor(`<head></head>${body}`, PAGE, runner);
  return `<head><meta http-equiv="content-security-policy" content="${policy}"></head>${body}`;
}
/** What `body` becomes on a page. */
const made = (body: string, file = PAGE, base = '/'): string =>
  relativeHtml(built(body), file, site(base)).replace(/^<head>.*?<\/head>/s, '');
const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

test('the way to the root depends on the depth', () => {
  expect(rootFrom('404.html')).toBe('./');
  expect(rootFrom('zh/index.html')).toBe('../');
  expect(rootFrom(PAGE)).toBe('../../../');
});

describe('in a page', () => {
  test.each([
    ['<a href="/zh/concepts/x/?a=1#how">', '<a href="../../../zh/concepts/x/?a=1#how">'],
    ['<a href="/">', '<a href="../../../">'],
    ['<html lang="zh" data-root="/">', '<html lang="zh" data-root="../../../">'],
    ['<img alt="a > b" src="/widgets/a.webp">', '<img alt="a > b" src="../../../widgets/a.webp">'],
    ["<a href='/zh/'>", "<a href='../../../zh/'>"],
    ['<a href=/zh/>', '<a href="../../../zh/">'],
    ['<script type="module" src="/_astro/a.js"></script>', '<script type="module" src="../../../_astro/a.js"></script>'],
    ['<img srcset="/widgets/a.webp 1x, /widgets/b.webp 2x">', '<img srcset="../../../widgets/a.webp 1x, ../../../widgets/b.webp 2x">'],
    ['<p style="background:url(/widgets/a.webp)">', '<p style="background:url(../../../widgets/a.webp)">'],
    ['<style>p{background:url("/widgets/a.webp")}</style>', '<style>p{background:url("../../../widgets/a.webp")}</style>'],
    ['<i data-ui="{&quot;plane&quot;:&quot;/widgets/a.webp&quot;}">', '<i data-ui="{&quot;plane&quot;:&quot;../../../widgets/a.webp&quot;}">'],
  ])('%s', (before, after) => expect(made(before)).toBe(after)); // prettier-ignore

  test.each([
    '<a href="https://example.org/zh/">',
    '<a href="//example.org/zh/">',
    '<a href="#how">',
    '<a href="mailto:a@example.org">',
    '<link rel="canonical" href="http://localhost:4321/zh/">',
    '<p aria-label="/image" title="a /zh/ b">/zh/ <code>&lt;a href="/zh/"&gt;</code></p>',
    '<i data-words="{&quot;a&quot;:&quot;K&lt;sub>x&lt;/sub>, /detections&quot;}">',
    '<script type="application/ld+json">{"url":"/zh/"}</script>',
    '<i data-words="{&quot;or&quot;:&quot;/&quot;}" aria-label="/">',
    '<!-- <a href="/zh/"> -->',
  ])('stays: %s', (html) => expect(made(html)).toBe(html));

  test('at the root', () => {
    expect(made('<a href="/zh/"><a href="/"><a href="/#a">', '404.html')).toBe(
      '<a href="zh/"><a href="./"><a href="./#a">',
    );
  });

  test('a base path goes, and what is outside of it stays', () => {
    expect(made('<a href="/rf/zh/"><a href="/other/">', 'zh/index.html', '/rf/')).toBe(
      '<a href="../zh/"><a href="/other/">',
    );
  });
});

test('an address in an attribute or a script that is not known is refused by name', () => {
  expect(() => made('<i data-worker="/sw.js">')).toThrow(/data-worker="\/sw\.js".*ADDRESSES/);
  expect(() => made('<i data-scope="/">')).toThrow('data-scope');
  expect(() => made('<script>go("/sw.js")</script>')).toThrow(/“\/sw\.js”.*inSite/);
  expect(() => refuseAddresses('f(`/_astro/a.js`)', '_astro/b.js', site())).toThrow('_astro/a.js');
  expect(() => refuseAddresses('f("/_astro/z.js","/")', '_astro/b.js', site())).not.toThrow();
});

describe('the policy', () => {
  const policy = (html: string) => /content="([^"]*)"/.exec(html)![1];

  test('has the hashes of the scripts that stand there, and the one of the sandbox', () => {
    const runner = hash('runner');
    const page = relativeHtml(
      built('<i data-notebook="a"><script>one()</script>', runner),
      PAGE,
      site(),
      '<script>two()</script>',
    );
    expect(page).toContain('"><script>two()</script></head>');
    for (const each of [hash('one()'), hash('two()'), runner, 'blob:']) {
      expect(/script-src [^;]*/.exec(policy(page))![0]).toContain(each);
    }
  });

  test('has no hash of a script that is not there', () => {
    const page = relativeHtml(built('<style>p{background:url(/zh/)}</style>'), PAGE, site());
    expect(policy(page)).toContain(hash('p{background:url(../../../zh/)}'));
    expect(policy(page)).not.toContain(hash('p{background:url(/zh/)}'));
    expect(/script-src [^;]*/.exec(policy(page))![0]).toBe("script-src 'self' 'wasm-unsafe-eval'");
  });

  test('must be there', () => {
    expect(() => relativeHtml('<p>', PAGE, site())).toThrow('no policy');
  });
});

test('a style sheet names files from where it is', () => {
  const css =
    'a{src:url(/_astro/f.woff2)}b{background:url("data:image/svg+xml,<svg>")}c{d:url(//x/y)}';
  expect(relativeCss(css, '_astro/a.css', site())).toBe(
    css.replace('url(/_astro', 'url(../_astro'),
  );
});
