// An officer brings a table from a spreadsheet: wrong rows are told, mended, entered once, and the table is their source.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { axeCheck, close, openSite } from './harness.mjs';

const site = await openSite();
after(() => site.close());

const field = (page, name) => page.locator(`main [name="${name}"]`);

/** A table as Excel with Russian settings writes it: semicolons, decimal commas, windows-1251. */
function table(lines, more = '') {
  const text = [`Партнёр;Показатель;Что измеряется;Период;Значение;Единица;Страна, где это так${more}`, ...lines, ''].join('\r\n');
  const bytes = [...text].map((sign) => {
    const code = sign.codePointAt(0);
    if (code < 128) return code;
    if (sign === 'ё') return 0xb8;
    return code - 0x410 + 0xc0;
  });
  return { name: 'показатели.csv', mimeType: 'text/csv', buffer: Buffer.from(bytes) };
}

async function bring(page, file) {
  await page.goto('/ru/imports/new');
  await field(page, 'kind').selectOption('observations');
  await field(page, 'file').setInputFiles(file);
  await field(page, 'title').fill('Пролеченные пациенты, вымышленная таблица');
  await field(page, 'publisher').fill('Министерство здравоохранения');
  await field(page, 'published_on').fill('01.11.2026');
  await page.locator('main form.form button').click();
  await page.waitForURL(/\/ru\/imports(\/[0-9a-f-]{36}|\?known=)/);
  // The page asks again by itself while the check goes on.
  // A page that is still being read has no progress either.
  const done = () => document.readyState === 'complete' && !document.querySelector('main progress');
  await page.waitForFunction(done, null, { timeout: 30_000 });
}

const findings = (page) => page.locator('main tbody .chip').allInnerTexts();

test('wrong rows are told, right ones are entered, and the table is their source', { timeout: 180_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  const good = 'Турция;treated;Пролечено;2017;48,5;пациенты;Турция';
  await bring(page, table([good, 'Турцыя;treated;Пролечено;31.02.2016;-3;кони;Турция']));
  assert.deepEqual(await findings(page), ['Новая', 'С ошибкой']);
  const said = await page.locator('main tbody').innerText();
  assert.match(said, /«Турцыя» не указывает на одну сторону.*TR/);
  assert.match(said, /Такой даты нет|нет такой даты|Нет такой даты/i);
  assert.equal(await page.locator('form[action$="/enter"] [value="all"]').count(), 0, 'all rows only when none is wrong');
  await axeCheck(page);
  const report = await page.request.get(await page.locator('main a[href$="/report.csv"]').getAttribute('href'));
  assert.match(await report.text(), /^\ufeffrow,result,weight,column,what\r\n2,new/);

  await page.locator('main form[action$="/drop"] button').click();
  await page.waitForURL(/\/ru\/imports$/);
  assert.match(await page.locator('main tbody').innerText(), /Отложена/);

  await bring(page, table([good, 'TR;treated;Пролечено;2016;50;пациенты;TR']));
  assert.deepEqual(await findings(page), ['Новая', 'Новая']);
  await page.locator('form[action$="/enter"] button').click();
  await page.waitForSelector('main .say.ok a', { timeout: 30_000 });
  await page.locator('main .say.ok a').click();
  await page.waitForURL(/\/ru\/sources\//);
  const text = await page.locator('main article').innerText();
  assert.match(text, /2\. Партнёр: Турция; Показатель: treated; .*Значение: 48,5/);
  assert.equal(await page.locator('main .why > li').count(), 2, 'each row is a passage with what rests on it');
  await axeCheck(page);
  const source = page.url().match(/sources\/([0-9a-f-]{36})/)[1];

  await page.goto('/ru/imports/new');
  await bring(page, table([good, 'TR;treated;Пролечено;2016;50;пациенты;TR']));
  assert.ok(page.url().endsWith(`known=${source}`), 'the same file is known');
  await axeCheck(page);

  const revised = good.replace('48,5', '47');
  await bring(page, table([revised]));
  assert.deepEqual(await findings(page), ['С ошибкой'], 'a figure is not revised without a cause');
  assert.match(await page.locator('main tbody').innerText(), /48,5|48\.5/);
  assert.match(await page.locator('main tbody').innerText(), /почему показатель изменился/);
  await axeCheck(page);
  await bring(page, table([`${revised};двойной счёт`], ';Причина изменения'));
  assert.deepEqual(await findings(page), ['Изменит запись']);
  await close(page);
});

test('a template can be filled in and comes back in without a mistake in its headings', { timeout: 120_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  await page.goto('/ky/imports');
  for (const href of await page.locator('main .acts-list a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))) {
    const answer = await page.request.get(href);
    assert.equal(answer.status(), 200);
    const body = await answer.body();
    assert.equal(body.subarray(0, 2).toString(), 'PK');
    await page.goto('/ky/imports/new');
    await field(page, 'kind').selectOption(href.split('/').at(-1));
    await field(page, 'file').setInputFiles({ name: 't.xlsx', mimeType: answer.headers()['content-type'], buffer: body });
    await field(page, 'title').fill('Үлгү');
    await field(page, 'publisher').fill('Министрлик');
    await field(page, 'published_on').fill('2026');
    await page.locator('main form.form button').click();
    await page.waitForLoadState();
    const errors = await page.locator('main .errs li').allInnerTexts();
    assert.deepEqual(errors, ['Аталыштардын астында сап жок. Таблицаны толтуруңуз.'], href);
  }
  await close(page);
});
