// A released result as everybody meets it: the browser checks it, a changed byte fails, a row is explained; and the first
// steps of a run as an officer meets them.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { main } from './forms.mjs';
import { axeCheck, close, openSite } from './harness.mjs';

const site = await openSite();
after(() => site.close());

/** The result of the finished call, found the way a visitor finds it. */
async function result(page, language) {
  await page.goto(`/${language}/open-calls`);
  const hrefs = await page.locator('tbody th a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  for (const href of hrefs) {
    await page.goto(href);
    const go = page.locator('main a.go[href*="/results/"]');
    if (await go.count()) {
      await page.goto(await go.getAttribute('href'));
      return page.url();
    }
  }
  throw new Error('no call has a result');
}

const holds = (page, item) => page.locator(`[data-item=${item}]`).getAttribute('data-holds');

async function check(page) {
  await page.locator('[data-run]').click();
  await page.locator('[data-item=totals][data-holds], [data-item=certificate][data-holds=false]').first().waitFor();
}

test('a visitor checks the result in every language, and a changed byte of the certificate fails', { timeout: 240_000 }, async () => {
  for (const language of ['kk', 'ky', 'ru', 'en']) {
    const page = await site.page({ as: 'public', width: language === 'ky' ? 360 : 1440 });
    try {
      const url = await result(page, language);
      await check(page);
      for (const item of ['file', 'certificate', 'totals']) assert.equal(await holds(page, item), 'true', `${item} in ${language}`);
      assert.equal(await holds(page, 'row'), null, 'no row was given');
      await axeCheck(page, `result in ${language}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      assert.equal(wide, false, `nothing is wider than the window in ${language}`);
      await page.route('**/certificate.json', async (route) => {
        const answer = await route.fetch();
        const text = await answer.text();
        await route.fulfill({ response: answer, body: text.replace(/"placed":(\d)/, (_, digit) => `"placed":${(Number(digit) + 1) % 10}`) });
      });
      await page.goto(url);
      await check(page);
      assert.equal(await holds(page, 'file'), 'false', 'another hash');
      assert.equal(await holds(page, 'certificate'), 'false', 'the signature does not fit');
    } finally {
      await close(page);
    }
  }
});

test('a row file is checked by the browser and explained by the ministry, and another\'s row is refused', { timeout: 180_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  try {
    const url = await result(page, 'en');
    const call = url.split('/').pop();
    await page.goto(`/ru/calls/${call}/run`);
    assert.match(await main(page), /Объявлено/);
    await axeCheck(page, 'run');
    await page.goto(`/en/calls/${call}/candidates?code=KG25-0001`);
    const href = await page.locator('tbody small a').first().getAttribute('href');
    await axeCheck(page, 'candidates');
    const row = await page.evaluate(async (at) => (await fetch(at)).text(), href);
    assert.match(row, /"format":"kelisim-row\/1"/);
    await page.goto(`/kk/results/${call}`);
    await page.locator('textarea[name=row]').fill(row);
    await check(page);
    await page.locator('[data-item=row][data-holds]').waitFor();
    assert.equal(await holds(page, 'row'), 'true');
    await page.locator('form.form button').click();
    await page.waitForLoadState();
    assert.match(await main(page), /KG25-0001/);
    await axeCheck(page, 'result explained');
    await page.locator('textarea[name=row]').fill(row.replace('KG25-0001', 'KG25-0002'));
    await check(page);
    assert.equal(await holds(page, 'row'), 'false');
    await page.locator('form.form button').click();
    await page.waitForLoadState();
    assert.equal(await page.locator('.errs').count(), 1, 'the row of another is refused');
  } finally {
    await close(page);
  }
});

test('a table with names is refused with the column, and a clean one waits for a second person', { timeout: 180_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  try {
    await page.goto('/en/calls');
    await page.locator('tbody th a').first().click();
    await page.waitForLoadState();
    const call = page.url().split('/').pop();
    await page.goto(`/en/calls/${call}/run/bring`);
    const table = (text) => ({ name: 'candidates.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    const bring = async (text) => {
      await page.locator('input[type=file]').setInputFiles(table(text));
      await page.locator('form.form button').click();
      await page.waitForLoadState();
    };
    await bring('code,score,choices,name\nKG-0001,90,1,Aida\n');
    assert.match(await main(page), /Column “name” looks like names/);
    await axeCheck(page, 'candidates refused');
    await bring('code,score,choices\nKG-0001,1 2,90.5\n');
    assert.match(await main(page), /Column “(score|choices)” holds something else/);
    await bring('код,балл,выбор мест\nKG-0001,90,1\nKG-0002,80.5,1 2\n');
    assert.match(await main(page), /List 1 brought \(candidates\.csv\): 2 candidates/);
    await page.goto(`/ky/calls/${call}/run/accept`);
    await page.locator('form.form button').click();
    await page.waitForLoadState();
    assert.match(await main(page), /башка адам кабыл алышы керек/);
  } finally {
    await close(page);
  }
});
