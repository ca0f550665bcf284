// Every page of `pages.json`, in every language: what holds for all pages is checked here once.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import {
  LOCALES, axeCheck, close, lightEnough, noConsoleErrors, noSidewaysScroll, nothingSticksOut, openSite, shoot,
} from './harness.mjs';
import { PAGES, arrive } from './pages.mjs';

/** The first view, in bytes; a page with the text of a document brings a second family of letters. */
const LIMIT = 150_000;
const LIMIT_WITH_DOCUMENT = 200_000;
const ALL_PICTURES = process.env.KELISIM_PICTURES === '1';

const site = await openSite();
after(() => site.close());

/** Runs a check and keeps what it says, so that one run shows all that is wrong with a page. */
async function gather(problems, label, check) {
  try {
    await check();
  } catch (error) {
    problems.push(`${label}: ${error.message}`);
  }
}

async function readableWithoutScripts(entry, url) {
  const page = await site.page({ as: entry.as, scripts: false });
  try {
    const response = await page.goto(url);
    assert.equal(response.status(), 200);
    // Two pages are drawn at a time: the words may come a moment after the answer.
    await page.locator('h1').first().waitFor({ state: 'visible', timeout: 10_000 });
  } finally {
    await close(page);
  }
}

/** What holds for a page in one language. What no language changes is looked at in one of them, and that one turns. */
async function look(entry, locale, { whole, again }) {
  const page = await site.page({ as: entry.as, locale });
  try {
    const response = await arrive(page, entry, locale);
    assert.equal(response.status(), 200, `status of ${page.url()}`);
    const url = page.url();
    // Widths are those of the letters that are meant.
    await page.evaluate(() => document.fonts.ready.then(() => true));
    const problems = [];
    const check = (label, what) => gather(problems, label, what);

    await check('language', async () => {
      assert.equal(await page.locator('html').getAttribute('lang'), locale);
    });
    await check('h1', async () => assert.equal(await page.locator('h1').count(), 1, 'not one h1'));
    if (whole || again) await check('axe, light, 1440', () => axeCheck(page, url));
    // A picture is for the eye: one language of each page, unless somebody wants to look at all of them.
    if (whole || ALL_PICTURES) await check('picture', () => shoot(page, `${entry.name}-${locale}-light-1440`));
    if (entry.readme && locale === 'en') {
      await check('picture for README', () => shoot(page, entry.name, { readme: true, fullPage: false }));
    }
    await check('panels', () => nothingSticksOut(page, [1440, 1024, 768]));
    await check('width', () => noSidewaysScroll(page, [360, 320]));
    if (whole) {
      await check('picture, dark, 360', () =>
        shoot(page, `${entry.name}-${locale}-dark-360`, { width: 360, height: 800, theme: 'dark' }));
      await check('axe, dark, 360', () => axeCheck(page, url));
      await check('without scripts', () => readableWithoutScripts(entry, url));
    }
    await check('silence', () => noConsoleErrors(page));
    // Kazakh needs the most letters of all.
    const limit = entry.documentText ? LIMIT_WITH_DOCUMENT : LIMIT;
    if (locale === 'kk') await check('weight', () => lightEnough(page, url, limit));

    assert.ok(problems.length === 0, `${url}\n${problems.join('\n')}`);
  } finally {
    await close(page);
  }
}

describe('pages', { concurrency: 2 }, () => {
  for (const [index, entry] of PAGES.entries()) {
    for (const [turn, locale] of LOCALES.entries()) {
      const whole = index % LOCALES.length === turn;
      const again = (index + 2) % LOCALES.length === turn;
      test(`${entry.name} in ${locale}`, { timeout: 120_000 }, () => look(entry, locale, { whole, again }));
    }
  }
});
