// A site: the demonstration and a browser to look at it with. Its pages remember what went wrong in them.

import { existsSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

import { startDemo } from './demo.mjs';

/** The languages of the console, as they stand in front of each path. */
export const LOCALES = ['en', 'ru', 'kk', 'ky'];

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const SCREENS = process.env.KELISIM_SCREENS ?? path.join(ROOT, 'target', 'screens');
const README_SCREENS = path.join(ROOT, 'docs', 'screens');

const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
];

/** What each page remembers of its life: filled by `remember`, asked by `troubles`. */
const memories = new WeakMap();

/** The site that each browser context belongs to. */
const sites = new WeakMap();

/**
 * Starts Chromium with an empty profile of its own.
 *
 * Its sandbox cannot be had as root; everybody else keeps it.
 */
export async function startBrowser() {
  const executablePath = process.env.KELISIM_CHROMIUM ?? BROWSERS.find((file) => existsSync(file));
  if (!executablePath) throw new Error('found no Chromium: name one with KELISIM_CHROMIUM');
  return chromium.launch({
    executablePath,
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      // The browser itself asks nobody for anything.
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/**
 * A site and a browser to look at it with. Open one for each test file and close it in `after`.
 *
 * Without `url` the demonstration is started; with it, what is there already is looked at.
 *
 * @param {{url?: string, accounts?: Map<string, {email: string, password: string}>,
 *   binary?: string, args?: string[]}} options
 */
export async function openSite({ url, accounts = new Map(), binary, args } = {}) {
  const demo = url ? { url, accounts, stop: async () => {} } : await startDemo({ binary, args });
  try {
    return new Site(demo, await startBrowser());
  } catch (error) {
    await demo.stop();
    throw error;
  }
}

class Site {
  #demo;
  /** The cookies of each person who signs in, by `ROLE REGISTRY`; two pages at once sign in once. */
  #signedIn = new Map();

  constructor(demo, browser) {
    this.#demo = demo;
    this.browser = browser;
    this.url = demo.url;
  }

  /** The e-mail address and password of somebody with this role in this registry. */
  account(role, registry) {
    const account = this.#demo.accounts.get(`${role} ${registry}`);
    if (!account) {
      const known = [...this.#demo.accounts.keys()].join(', ') || 'nobody';
      throw new Error(`the demonstration names no ${role} of ${registry}, only: ${known}`);
    }
    return account;
  }

  /**
   * A new page in a context of its own: empty cache, no cookies but those of `as`.
   *
   * @param {{as?: string, width?: number, height?: number, theme?: 'light'|'dark', scripts?: boolean,
   *   locale?: string, storageState?: object}} options `as` is `public` or `ROLE REGISTRY`; who has
   *   signed in once is not asked again.
   */
  async page({
    as = 'public', width = 1440, height = 900, theme = 'light', scripts = true, locale = 'en', storageState,
  } = {}) {
    const context = await this.browser.newContext({
      baseURL: this.url,
      viewport: { width, height },
      colorScheme: theme,
      reducedMotion: 'reduce',
      javaScriptEnabled: scripts,
      locale,
      storageState: storageState ?? (as === 'public' ? undefined : await this.#session(as)),
    });
    sites.set(context, this);
    const page = await context.newPage();
    await remember(page, scripts);
    return page;
  }

  #session(as) {
    if (!this.#signedIn.has(as)) this.#signedIn.set(as, this.#signIn(as));
    return this.#signedIn.get(as);
  }

  async #signIn(as) {
    const page = await this.page();
    const [role, registry] = as.split(' ');
    await signIn(page, role, registry);
    const state = await page.context().storageState();
    await close(page);
    return state;
  }

  /** Closes the browser, then stops the demonstration. */
  async close() {
    await this.browser.close();
    await this.#demo.stop();
  }
}

/** Closes a page and its context. */
export async function close(page) {
  await page.context().close();
}

/** The site that a page was opened on. */
export function siteOf(page) {
  const site = sites.get(page.context());
  if (!site) throw new Error('this page was not opened with site.page()');
  return site;
}

/**
 * What went wrong in a page since it was opened, or since this was last asked with `forget`.
 *
 * @returns {Promise<{console: string[], csp: string[], outside: string[]}>}
 */
export async function troubles(page, { forget = false } = {}) {
  const memory = memories.get(page);
  if (!memory) throw new Error('this page was not opened with site.page()');
  // One turn of the page's own loop: events that are under way arrive before the answer does.
  await page.evaluate((turn) => (turn ? new Promise((done) => { setTimeout(done); }) : null), memory.scripts);
  const { console, csp, outside } = memory;
  const copy = { console: [...console], csp: [...csp], outside: [...outside] };
  if (forget) for (const list of [console, csp, outside]) list.length = 0;
  return copy;
}

async function remember(page, scripts) {
  const memory = { scripts, console: [], csp: [], outside: [] };
  memories.set(page, memory);
  const here = new URL(siteOf(page).url).origin;
  page.on('console', (message) => {
    if (message.type() === 'error') memory.console.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => memory.console.push(`uncaught: ${error.message}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (['http:', 'https:'].includes(url.protocol) && url.origin !== here) memory.outside.push(url.href);
  });
  await page.exposeBinding('__kelisimViolation', (_source, text) => memory.csp.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.__kelisimViolation(`${event.effectiveDirective}: ${event.blockedURI || 'inline'}`);
    });
  });
}

/**
 * Signs in through the form, as a person would.
 *
 * @throws when the form is shown again, with what it says.
 */
export async function signIn(page, role, registry, locale = 'en') {
  const { email, password } = siteOf(page).account(role, registry);
  await page.goto(`/${locale}/sign-in`);
  const form = page.locator('form:has(input[name="password"])');
  await form.locator('input[name="email"]').fill(email);
  await form.locator('input[name="password"]').fill(password);
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await form.locator('button[type="submit"], button:not([type]), input[type="submit"]').first().click();
  const status = (await answered).status();
  await page.waitForLoadState();
  if (status !== 303) {
    const said = await page.locator('main').innerText();
    throw new Error(`signing in as ${role} ${registry} was answered ${status}: ${said.slice(0, 300)}`);
  }
}

/**
 * Takes a picture of the whole page into `target/screens/NAME.png`.
 *
 * With `readme`, and `KELISIM_WRITE_SCREENS=1`, also into `docs/screens/`, where README.md shows it.
 *
 * @param {{width?: number, height?: number, theme?: 'light'|'dark', fullPage?: boolean, readme?: boolean}} options
 */
export async function shoot(
  page, name, { width = 1440, height = 900, theme = 'light', fullPage = true, readme = false } = {},
) {
  await page.emulateMedia({ colorScheme: theme });
  await page.setViewportSize({ width, height });
  await page.evaluate(() => document.fonts.ready.then(() => true));
  const file = path.join(SCREENS, `${name}.png`);
  await mkdir(SCREENS, { recursive: true });
  await page.screenshot({ path: file, fullPage, animations: 'disabled' });
  if (readme && process.env.KELISIM_WRITE_SCREENS === '1') {
    await mkdir(README_SCREENS, { recursive: true });
    await copyFile(file, path.join(README_SCREENS, `${name}.png`));
  }
  return file;
}
