// The public page: a visitor without an account follows a promise from its sentence to its count, takes the
// table and the JSON along, and needs no script for it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';

import { LOCALES, close, noConsoleErrors, openSite } from './harness.mjs';

const site = await openSite();
after(() => site.close());

/** Reads a table after RFC 4180 into objects by column. */
function readCsv(text) {
  assert.equal(text.charCodeAt(0), 0xfeff, 'a byte order mark');
  const rows = [];
  let row = [];
  for (let at = 1; at < text.length;) {
    let cell = '';
    if (text[at] === '"') {
      for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += text[at] === '"' ? 2 : 1) {
        assert.ok(at < text.length, 'an open quotation mark');
        cell += text[at];
      }
      at += 1;
    } else {
      while (at < text.length && !',\r'.includes(text[at])) cell += text[at++];
    }
    row.push(cell);
    if (text[at] === ',') {
      at += 1;
    } else {
      assert.equal(text.slice(at, at + 2), '\r\n', `the end of row ${rows.length + 1}`);
      at += 2;
      rows.push(row);
      row = [];
    }
  }
  const [columns, ...rest] = rows;
  return rest.map((cells) => {
    assert.equal(cells.length, columns.length);
    return Object.fromEntries(columns.map((name, index) => [name, cells[index]]));
  });
}

async function treatmentQuota(page) {
  const response = await page.request.get('/api/v1/promises?registry=KG&partner=TR&limit=200');
  assert.equal(response.status(), 200);
  const { items } = await response.json();
  const found = items.filter((p) => p.years.some((y) => y.year === 2025 && y.delivered === 48));
  assert.equal(found.length, 1, 'one commitment has 48 delivered in 2025');
  return found[0];
}

for (const locale of LOCALES) {
  test(`a visitor finds 150, 48, 102 and 180 in ${locale}`, { timeout: 60_000 }, async () => {
    const page = await site.page({ locale, scripts: false });
    try {
      const promise = await treatmentQuota(page);
      await page.goto(`/${locale}/promises`);
      const row = page.locator('tr', { has: page.locator(`a[href="/${locale}/promises/${promise.id}"]`) });
      const text = await row.innerText();
      for (const number of ['150', '48', '102', '2025']) assert.match(text, new RegExp(`\\b${number}\\b`));
      assert.ok(await row.locator('td a[href*="/sources/"]').count() > 0, 'the figure leads to its source');
      const conflicts = page.locator('.conflict', { hasText: '180' });
      assert.equal(await conflicts.first().locator('blockquote').count(), 2, 'both sides are quoted');

      await row.locator('th a').first().click();
      assert.equal(new URL(page.url()).pathname, `/${locale}/promises/${promise.id}`);
      const whole = await page.locator('main').innerText();
      for (const number of ['150', '48', '102', '180']) assert.match(whole, new RegExp(`\\b${number}\\b`));
      const quoted = await page.locator('.history blockquote').allInnerTexts();
      assert.ok(quoted.some((words) => words.includes('150')), 'the sentence that promised 150 is quoted');
      const year = page.locator('details table tr', { has: page.locator('th', { hasText: /^2025$/ }) });
      const cells = await year.locator('td').evaluateAll((all) => all.map((cell) => cell.textContent));
      assert.deepEqual(cells.slice(0, 3), ['150', '48', '102']);
      assert.ok(await year.locator('a').count() > 0, 'the year leads to its source');
    } finally {
      await close(page);
    }
  });
}

test('talks stand apart and are in no total', { timeout: 60_000 }, async () => {
  const page = await site.page();
  try {
    const { items } = await (await page.request.get('/api/v1/promises?limit=200')).json();
    const talks = items.filter((p) => !p.counts_as_promise);
    assert.ok(talks.length > 0);
    await page.goto('/en/promises');
    const answer = await page.locator('#h-answer').innerText();
    assert.equal(Number.parseInt(answer, 10), items.length - talks.length);
    const apart = page.locator('.stack', { has: page.locator('> h2', { hasText: 'Talks and intentions' }) }).last();
    for (const talk of talks) {
      assert.equal(await apart.locator(`a[href="/en/promises/${talk.id}"]`).count(), 1, talk.title.en);
    }
    const all = page.locator('main th a[href^="/en/promises/"]');
    assert.equal(await all.count(), items.length);
    await noConsoleErrors(page);
  } finally {
    await close(page);
  }
});

test('the table and the JSON are taken along and say the same', { timeout: 60_000 }, async () => {
  const page = await site.page({ locale: 'ky' });
  try {
    await page.goto('/ky/promises');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('a[href$="/promises.csv"]').first().click(),
    ]);
    assert.equal(download.suggestedFilename(), 'kelisim-promises.csv');
    const rows = readCsv(await readFile(await download.path(), 'utf8'));
    const promise = await treatmentQuota(page);
    const own = rows.filter((row) => row.id === promise.id);
    assert.equal(own.length, promise.statements.length);
    assert.deepEqual(
      [own[0].quantity, own[0].reported_year, own[0].delivered, own[0].promised_in_year, own[0].unexplained],
      ['150', '2025', '48', '150', '102'],
    );
    assert.match(own[0].delivered_source_url, /^https?:/);
    assert.ok(own.every((row) => row.quotation.length > 0 && row.source_url.length > 0));
    for (const cell of rows.flatMap((row) => Object.values(row))) assert.doesNotMatch(cell, /^\s*[=+\-@]/);

    const whole = await (await page.request.get(`/api/v1/promises/${promise.id}`)).json();
    assert.equal(whole.promise.id, promise.id);
    assert.ok(whole.conflicts.some((c) => c.sides.some((s) => s.quotation.text.includes('180'))));
    const description = await (await page.request.get('/api/v1/openapi.json')).json();
    assert.equal(description.openapi, '3.1.0');
  } finally {
    await close(page);
  }
});
