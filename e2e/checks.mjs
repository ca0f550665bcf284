// Checks that hold for every page: accessibility, width, silence of the console, weight.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { close, siteOf, troubles } from './site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Asserts that axe finds nothing against WCAG 2.0 to 2.2 A and AA and its best practice. */
export async function axeCheck(page, label) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(
    async (rules) => (await globalThis.axe.run(document, {
      runOnly: { type: 'tag', values: rules },
      resultTypes: ['violations'],
    })).violations,
    RULES,
  );
  const told = violations.map(({ id, impact, help, nodes }) => {
    const places = nodes.map((node) => `    ${node.target.join(' ')}  ${node.html.slice(0, 160)}`);
    return `  ${id} (${impact}): ${help}\n${places.join('\n')}`;
  });
  assert.ok(violations.length === 0, `axe on ${label}:\n${told.join('\n')}`);
}

/** Asserts that the page is not wider than its window, now or at each of the widths given. */
export async function noSidewaysScroll(page, widths = []) {
  const before = page.viewportSize();
  for (const width of widths.length ? widths : [before.width]) {
    await page.setViewportSize({ width, height: before.height });
    const { over, guilty } = await page.evaluate(() => {
      const room = document.documentElement.clientWidth;
      const scrolls = (element) => {
        for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
          if (getComputedStyle(at).overflowX !== 'visible') return true;
        }
        return false;
      };
      const wide = [...document.body.querySelectorAll('*')].filter(
        (element) => element.getBoundingClientRect().right > room + 0.5 && !scrolls(element),
      );
      return {
        over: document.documentElement.scrollWidth - room,
        guilty: wide.slice(-5).map((element) => element.outerHTML.slice(0, 120)),
      };
    });
    assert.ok(over <= 0, `${over} px too wide at ${width} px; among the widest:\n  ${guilty.join('\n  ')}`);
  }
  await page.setViewportSize(before);
}

/** Asserts that nothing stands beyond the right edge of the panel it belongs to, unless that part scrolls by itself. */
export async function nothingSticksOut(page, widths) {
  const before = page.viewportSize();
  for (const width of widths) {
    await page.setViewportSize({ width, height: before.height });
    const guilty = await page.evaluate(() => [...document.querySelectorAll('.panel')].flatMap((panel) => {
      const edge = panel.getBoundingClientRect().right + 1;
      const scrolls = (element) => {
        for (let at = element; at && at !== panel; at = at.parentElement) {
          const style = getComputedStyle(at);
          if (style.overflowX !== 'visible' || style.position === 'absolute') return true;
        }
        return false;
      };
      return [...panel.querySelectorAll('*')]
        .filter((element) => element.getBoundingClientRect().right > edge && !scrolls(element))
        .slice(-2)
        .map((element) => `${Math.round(element.getBoundingClientRect().right - edge)} px: ${element.outerHTML.slice(0, 120)}`);
    }));
    assert.ok(guilty.length === 0, `sticks out at ${width} px:\n  ${guilty.slice(0, 6).join('\n  ')}`);
  }
  await page.setViewportSize(before);
}

/** Asserts that the page wrote no error, broke no content policy and asked no other site for anything. */
export async function noConsoleErrors(page) {
  const { console: errors, csp, outside } = await troubles(page);
  const wrong = [
    ...csp.map((text) => `violation of the content security policy: ${text}`),
    ...errors.map((text) => `error in the console: ${text}`),
    ...outside.map((url) => `request to another site: ${url}`),
  ];
  assert.ok(wrong.length === 0, wrong.join('\n'));
}

/**
 * Bytes that the first view of a page transfers into an empty cache, headers included.
 *
 * Whoever is signed in on `page` is signed in for the first view too. The icon of the tab does not count:
 * the browser asks for it in its own time, sometimes after the view is complete.
 *
 * @returns {Promise<{bytes: number, requests: {url: string, bytes: number}[]}>} heaviest first.
 */
export async function weigh(page, url) {
  const { width, height } = page.viewportSize();
  const fresh = await siteOf(page).page({ width, height, storageState: await page.context().storageState() });
  try {
    const network = await fresh.context().newCDPSession(fresh);
    await network.send('Network.enable');
    let requests = [];
    const open = new Map();
    let quiet = () => {};
    const finish = (requestId, bytes) => {
      if (!open.has(requestId)) return;
      requests.push({ url: open.get(requestId), bytes });
      open.delete(requestId);
      if (open.size === 0) quiet();
    };
    network.on('Network.requestWillBeSent', ({ requestId, request, redirectResponse }) => {
      if (redirectResponse) finish(requestId, redirectResponse.encodedDataLength);
      if (request.url.startsWith('http')) open.set(requestId, request.url);
    });
    network.on('Network.loadingFinished', (event) => finish(event.requestId, event.encodedDataLength));
    network.on('Network.loadingFailed', (event) => finish(event.requestId, 0));
    await fresh.goto(url, { waitUntil: 'load' });
    await fresh.evaluate(() => document.fonts.ready.then(() => true));
    const icons = await fresh.evaluate(() =>
      [...document.querySelectorAll('link[rel~="icon"]')].map((link) => link.href));
    for (const [id, asked] of open) if (icons.includes(asked)) open.delete(id);
    if (open.size > 0) await new Promise((resolve) => { quiet = resolve; });
    requests = requests.filter((request) => !icons.includes(request.url));
    requests.sort((a, b) => b.bytes - a.bytes);
    return { bytes: requests.reduce((sum, request) => sum + request.bytes, 0), requests };
  } finally {
    await close(fresh);
  }
}

/** Asserts that the first view of a page weighs at most `limit` bytes. */
export async function lightEnough(page, url, limit) {
  const { bytes, requests } = await weigh(page, url);
  const list = requests.slice(0, 8).map((request) => `  ${request.bytes} ${request.url}`).join('\n');
  assert.ok(bytes <= limit, `the first view weighs ${bytes} bytes, more than ${limit}:\n${list}`);
  return bytes;
}
