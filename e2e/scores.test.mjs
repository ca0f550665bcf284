// Scores by a table as people meet them: two reviewers open their files, an officer takes the table out, a table with a
// shifted column is refused, the right one waits, the officer who brought it cannot accept it, a second one does.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';

import { apply, keep } from './apply.mjs';
import { fill, main, send } from './forms.mjs';
import { axeCheck, close, openSite } from './harness.mjs';
import { join } from './people.mjs';

const site = await openSite();
after(() => site.close());

async function narrow(page, what) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  assert.equal(wide, false, `${what}: nothing is wider than the page`);
  await axeCheck(page, what);
}

/** The cells of a line, each as it is written: a heading may hold a comma between its quotation marks. */
const cells = (line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/);

/** Brings a table and gives the status of the answer. */
async function bring(page, url, text, basis) {
  await page.goto(url);
  await page.locator('main [name="file"]').setInputFiles({
    name: 'scores.csv', mimeType: 'text/csv', buffer: Buffer.from(text),
  });
  await fill(page, { basis });
  return send(page);
}

test('a shifted table is refused and a right one is written by a second officer', { timeout: 300_000 }, async () => {
  const officer = await site.page({ as: 'officer KG', width: 360 });
  // Without scripts: what a telephone of the first days does.
  const doctor = await site.page({ width: 360, scripts: false });
  const pages = [officer, doctor];
  try {
    await doctor.goto('/kk/open-calls');
    const call = (await doctor.locator('tbody th a').first().getAttribute('href')).split('/').pop();
    await apply(doctor, { call, language: 'ru', name: 'Tableva', region: 'KG-N' });
    const application = `/applications/${doctor.url().split('?')[0].split('/').pop()}`;
    await officer.goto(`/ru${application}/judge`);
    await fill(officer, { home: 'eligible' });
    assert.equal(await send(officer), 303);
    for (const n of ['one', 'two']) {
      const judge = await join(site, { role: 'reviewer', name: `Made-up Table ${n}` });
      pages.push(judge);
      await judge.goto('/ru/reviews/declaration');
      await fill(judge, { employers: `Another hospital ${n}`, region: 'KG-O' });
      assert.equal(await send(judge), 303);
    }
    await officer.goto(`/ky/calls/${call}/reviews/assign`);
    await fill(officer, { due: '2031-01-10 18:00' });
    assert.equal(await send(officer), 303);
    const [, , one, two] = pages;
    for (const judge of [one, two]) {
      await judge.goto('/ky/notices');
      assert.match(await main(judge), /сизге келди/, 'a reviewer is told');
      await judge.goto('/kk/reviews');
      await judge.locator('main .todo a[href*="/reviews/"]').first().click();
      assert.equal(await keep(judge, 'open', {}), 303);
    }

    const url = `/ru/calls/${call}/scores`;
    await officer.goto(url);
    await narrow(officer, 'scores before anything is brought');
    const waits = officer.waitForEvent('download');
    await officer.locator('main a[href$="scores.csv"]').click();
    const text = await readFile(await (await waits).path(), 'utf8');
    const lines = text.trim().split('\r\n').map(cells);
    assert.ok(lines.length >= 3, text);
    assert.doesNotMatch(text, /TABLEVA|Tableva|KG-[0-9A-Z]{4}-/, 'nobody is named');
    const last = lines[0].length - 1;
    const filled = lines.map((all, row) => all.map((cell, column) =>
      (row === 0 || column === 0 || column === last ? cell : String(60 + row + column))));
    const csv = (rows) => rows.map((all) => all.join(',')).join('\r\n');

    const shifted = filled.map(([code, ...rest]) => [code, rest.at(-1), ...rest.slice(0, -1)]);
    assert.equal(await bring(officer, url, csv(shifted), 'Протокол 7'), 422);
    assert.match(await main(officer), /столбцы сдвинуты/);
    await narrow(officer, 'a shifted table');
    assert.equal(await officer.locator('main [name="basis"]').inputValue(), 'Протокол 7');
    const pushed = filled.map((all, row) => (row === 1 ? [all[0], '', ...all.slice(1)] : all));
    assert.equal(await bring(officer, url, csv(pushed), 'Протокол 7'), 422);
    assert.match(await main(officer), /Ячейки сдвинуты/);

    assert.equal(await bring(officer, url, csv(filled), 'Протокол 7'), 303);
    assert.match(await main(officer), /нет → 6\d/);
    assert.match(await main(officer), /Эту таблицу загрузили вы/);
    assert.equal(await officer.locator('form[action$="/scores/accept"]').count(), 0);
    await narrow(officer, 'a table that waits, as its bringer sees it');

    const second = await join(site, { role: 'officer', name: 'Made-up Second Officer' });
    pages.push(second);
    await second.goto(`/kk/calls/${call}/scores`);
    await narrow(second, 'a table that waits');
    assert.match(await main(second), /Протокол 7/);
    const answered = second.waitForResponse((response) => response.request().method() === 'POST');
    await second.locator('form[action$="/scores/accept"] button').click();
    assert.equal((await answered).status(), 303);
    await second.goto(`/ky${application}/review`);
    assert.match(await main(second), /Таблицадан, SHA-256/);
    await one.goto('/ru/notices');
    assert.match(await main(one), /внесены из таблицы/);
    await one.goto('/ru/reviews');
    await one.locator('main .todo a[href*="/reviews/"]').first().click();
    assert.match(await main(one), /Из таблицы, SHA-256/);
  } finally {
    for (const page of pages) await close(page);
  }
});
