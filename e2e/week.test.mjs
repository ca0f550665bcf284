// An officer's week, from the communiqué to the public page, in the language of whoever sits at the desk that day.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { act, field, fill, main, send } from './forms.mjs';
import { LOCALES, axeCheck, close, openSite } from './harness.mjs';

const site = await openSite();
after(() => site.close());

const TITLE = 'Врачи, направляемые в Турцию';
const PASSAGE = 'договорились направлять 40 врачей в год до 2030 года';
const TEXT = `Встреча министров.\n\nСтороны ${PASSAGE}. Стороны обсудили обмен экспертами.`;

/** Monday, in Russian: a communiqué is entered, its passage confirmed. Gives the source and the commitment. */
async function communique(page) {
  await page.goto('/ru/communiques/new');
  await fill(page, {
    text: TEXT, language: 'ru', title: 'Итоги встречи министров', publisher: 'Министерство здравоохранения',
    published_on: '15.03.2026',
  });
  await page.locator('form[enctype] button').click();
  await page.waitForURL(/\/ru\/communiques\/[0-9a-f-]{36}/);
  const source = page.url().match(/[0-9a-f-]{36}/)[0];
  await page.fill('#passage', PASSAGE);
  await page.locator('#mark button').click();
  await page.locator('.draft.on').waitFor();
  await page.fill('#title', TITLE);
  await page.selectOption('#partner', 'TR');
  await page.selectOption('#topic', 'training');
  await page.check('input[name="stage"][value="S6"]');
  await page.fill('#quantity', '40');
  await page.selectOption('#unit', 'doctor');
  await page.selectOption('#per', 'year');
  await page.fill('#deadline', '2030');
  await page.locator('.draft.on button[value="confirm"]').click();
  const link = page.locator('.draft a[href*="/commitments/"]').first();
  await link.waitFor();
  const commitment = (await link.getAttribute('href')).match(/[0-9a-f-]{36}/)[0];
  await page.locator('form[action$="/finish"] button').click();
  await page.locator('form[action$="/take-up"]').waitFor();
  await page.goto(`/ru/commitments/${commitment}`);
  assert.match(await main(page), /40 врачей в год/);
  return { source, commitment };
}

/** Tuesday, in Kyrgyz: the pack for the meeting has the new promise, its source and what is to be asked. */
async function meeting(page, commitment) {
  await page.goto('/ky/meetings/new');
  await fill(page, {
    state: 'planned', date: '15.03.2040', partner: 'TR', level: 'ministers', title_ky: 'Министрлердин жолугушуусу',
  });
  assert.equal(await send(page), 303);
  const url = page.url();
  assert.equal(await act(page, url, 'ask', { words: 'Дарыгерлер качан барат?', commitment }), 303);
  await page.goto(`${url}/pack`);
  const pack = await main(page);
  for (const words of ['Дарыгерлер качан барат?', TITLE, 'Итоги встречи министров']) {
    assert.ok(pack.includes(words), words);
  }
  assert.equal(await page.locator('html').getAttribute('lang'), 'ky');
  await axeCheck(page, 'pack');
  const pdf = await page.request.get(`${new URL(url).pathname}/pack.pdf`);
  assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-');
}

/** Wednesday, in English: a memorandum lies with an agency for too long, is asked after, and comes back agreed. */
async function approval(page, source) {
  await page.goto('/en/instruments/new');
  await fill(page, {
    kind: 'memorandum', level: 'ministry', partner: 'TR', parties: ['KG', 'TR'],
    title_en: 'Memorandum on sending doctors', topic: 'training', source, passage: PASSAGE,
  });
  assert.equal(await send(page), 303);
  const url = page.url();
  const step = { agency: 'Ministry of Finance', sent: '2026-03-20', due: '2026-04-03' };
  assert.equal(await act(page, url, 'send', step), 303);
  assert.match(await main(page), /Ministry of Finance[\s\S]*overdue: [\d,]+ days/);
  await page.goto('/en/partners/TR/brief');
  assert.match(await main(page), /Memorandum on sending doctors[\s\S]*Ministry of Finance/);
  await page.goto(url);
  await page.locator('main a[href*="/answer?step="]').first().click();
  await page.waitForLoadState();
  await fill(page, { answer: 'agreed' });
  assert.equal(await send(page), 303);
  assert.match(await main(page), /approved and unsigned/i);
}

/** Thursday, in Kazakh: a line of the ledger is opened for the promise; what is too much is refused and kept. */
async function quota(page, source, commitment) {
  await page.goto(`/kk/quotas/new?commitment=${commitment}`);
  await fill(page, {
    commitment, period: '2026', channel: 'ministry', programme: 'training', places: '40', source, passage: PASSAGE,
  });
  assert.equal(await send(page), 303);
  const line = page.url().split('?')[0];
  assert.equal(await act(page, line, 'book', { step: 'pledged-confirmed', places: '41' }), 422);
  assert.equal(await field(page, 'places').inputValue(), '41');
  await fill(page, { places: '40' });
  assert.equal(await send(page), 303);
  const moves = await page.request.get(`${new URL(line).pathname}/moves.csv`);
  assert.equal((await moves.text()).trim().split('\r\n').length, 3, 'a heading and two moves');
  return line;
}

/** A table as a spreadsheet with Russian settings writes it. */
function table(lines) {
  const text = ['Позиция квоты (id);Со счёта;На счёт;Число мест;День', ...lines, ''].join('\r\n');
  return { name: 'движение.csv', mimeType: 'text/csv', buffer: Buffer.from(`\ufeff${text}`) };
}

/** Friday, in Russian: moves come from a table, row by row; the row that takes too much keeps all out. */
async function bring(page, line) {
  const id = line.match(/[0-9a-f-]{36}/)[0];
  const good = [`${id};confirmed;released;25;02.10.2026`, `${id};released;seated;20;03.10.2026`];
  const check = async (lines) => {
    await page.goto('/ru/imports/new');
    await fill(page, { kind: 'moves', title: 'Движение мест', publisher: 'Министерство', published_on: '01.11.2026' });
    await field(page, 'file').setInputFiles(table(lines));
    await page.locator('main form.form button').click();
    await page.waitForURL(/\/ru\/imports\/[0-9a-f-]{36}/);
    await page.waitForFunction(() => !document.querySelector('main progress'), null, { timeout: 30_000 });
    return page.locator('main tbody .chip').allInnerTexts();
  };
  assert.deepEqual(await check([...good, `${id};released;seated;6;03.10.2026`]), ['Новая', 'Новая', 'С ошибкой']);
  assert.equal(await page.locator('form[action$="/enter"] [value="all"]').count(), 0);
  await axeCheck(page, 'moves with a wrong row');
  assert.deepEqual(await check(good), ['Новая', 'Новая']);
  await page.locator('form[action$="/enter"] button').click();
  await page.waitForSelector('main .say.ok a', { timeout: 30_000 });
  await page.goto(line.replace('/kk/', '/ru/'));
  const rows = await page.locator('main tr[id^="v"]').allInnerTexts();
  assert.equal(rows.length, 4);
  assert.match(rows[0], /20[\s\S]*Министерство/, 'the table is the source of its rows');
  // The day before the line was known there is no such page, and the brief of that day has no such promise.
  const before = await page.request.get(`${new URL(page.url()).pathname}?on=2026-01-01`);
  assert.equal(before.status(), 404);
}

/** The end of the week: what was agreed is shown to everybody, and to nobody before that. */
async function publish(page, commitment) {
  const visitor = await site.page({ as: 'public' });
  try {
    const path = `/ky/promises/${commitment}`;
    assert.equal((await visitor.request.get(path)).status(), 404);
    assert.equal(await act(page, `/ru/commitments/${commitment}`, 'publish', {}), 303);
    for (const locale of LOCALES) {
      await visitor.goto(path.replace('/ky/', `/${locale}/`));
      assert.equal(await visitor.locator('html').getAttribute('lang'), locale);
      assert.ok((await main(visitor)).includes(TITLE), locale);
      assert.ok((await main(visitor)).includes(PASSAGE), locale);
    }
    await axeCheck(visitor, 'public promise');
  } finally {
    await close(visitor);
  }
}

test('a week from the communiqué to the public page', { timeout: 300_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  try {
    const { source, commitment } = await communique(page);
    await meeting(page, commitment);
    await approval(page, source);
    const line = await quota(page, source, commitment);
    await bring(page, line);
    await publish(page, commitment);
    for (const locale of LOCALES) {
      await page.goto(`/${locale}/partners/TR/brief`);
      assert.ok((await main(page)).includes(TITLE), locale);
      const began = performance.now();
      const pdf = await page.request.get(`/${locale}/partners/TR/brief.pdf`);
      const bytes = await pdf.body();
      console.log(`brief ${locale}: ${bytes.length} bytes in ${Math.round(performance.now() - began)} ms`);
      assert.equal(bytes.subarray(0, 5).toString(), '%PDF-');
    }
  } finally {
    await close(page);
  }
});
