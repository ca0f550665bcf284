// What an officer does beside reading communiqués: settles a conflict, books and revises a figure.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { close, openSite } from './harness.mjs';

const site = await openSite();
after(() => site.close());

/** Presses a button of the form that holds a field and returns the answer to what was sent. */
async function send(page, field) {
  const form = page.locator(`form:has([name="${field}"])`);
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await form.locator('button').last().click();
  const response = await answered;
  await page.waitForLoadState();
  return response.status();
}

/** The address of the first open conflict of the list. */
async function openConflict(page) {
  await page.goto('/en/conflicts');
  return page.locator('section.panel h3 a').first().getAttribute('href');
}

const field = (page, name) => page.locator(`main [name="${name}"]`);

test('of two who decide at once the second is told and loses nothing', { timeout: 120_000 }, async () => {
  const first = await site.page({ as: 'officer KG' });
  const second = await site.page({ as: 'officer KG' });
  try {
    const conflict = await openConflict(first);
    assert.match(conflict, /^\/en\/conflicts\/[0-9a-f-]{36}$/);
    assert.ok(await first.locator('.versus blockquote').count() >= 2, 'both quotations are shown');
    await first.goto(conflict);
    await second.goto(conflict);

    await field(first, 'state').selectOption('standing');
    await field(first, 'note').fill('Nobody has answered the letter.');
    assert.equal(await send(first, 'state'), 303);
    assert.match(await first.locator('main').innerText(), /Nobody has answered the letter\./);

    await field(second, 'state').selectOption('resolved');
    await field(second, 'chosen').selectOption('1');
    await field(second, 'note').fill('The embassy confirmed it on 3 March.');
    assert.equal(await send(second, 'state'), 409);
    await second.locator('main a[href*="stale"]').click();
    await second.waitForLoadState();
    const text = await second.locator('main').innerText();
    assert.match(text, /Somebody else changed this meanwhile/);
    assert.match(text, /Nobody has answered the letter\./);
    assert.equal(await field(second, 'state').inputValue(), 'resolved');
    assert.equal(await field(second, 'chosen').inputValue(), '1');
    assert.equal(await field(second, 'note').inputValue(), 'The embassy confirmed it on 3 March.');

    assert.equal(await send(second, 'state'), 303);
    assert.match(await second.locator('main').innerText(), /The embassy confirmed it on 3 March\./);

    // What was decided can be taken up again, with a reason.
    await field(second, 'why').fill('');
    assert.equal(await send(second, 'why'), 422);
    assert.equal(await second.locator('[name="why"][aria-invalid="true"]').count(), 1);
    await field(second, 'why').fill('A second paper says otherwise.');
    assert.equal(await send(second, 'why'), 303);
    assert.match(await second.locator('main').innerText(), /A second paper says otherwise\./);
  } finally {
    await close(first);
    await close(second);
  }
});

test('a conflict resolved without a choice is refused beside the field', { timeout: 60_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  try {
    await page.goto(await openConflict(page));
    await field(page, 'state').selectOption('resolved');
    await field(page, 'note').fill('Kept.');
    assert.equal(await send(page, 'state'), 422);
    assert.match(await page.title(), /^Error:/);
    assert.match(await page.locator('#chosen-error').innerText(), /which statement holds/);
    assert.equal(await field(page, 'note').inputValue(), 'Kept.');
  } finally {
    await close(page);
  }
});

/** A source with a passage that stands in it once: taken from a figure of the demonstration. */
async function passage(page) {
  await page.goto('/en/conflicts');
  const quote = page.locator('.versus figure').first();
  const href = await quote.locator('figcaption a[href*="/sources/"]').getAttribute('href');
  return { source: href.split('/').pop(), words: await quote.locator('blockquote').innerText() };
}

test('a figure is booked, revised, published and withdrawn', { timeout: 120_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  try {
    const { source, words } = await passage(page);
    await page.goto('/en/figures/new?partner=TR&measure=checked_in_test');
    assert.equal(await field(page, 'partner').inputValue(), 'TR');
    await field(page, 'name').fill('Patients counted by the test');
    await field(page, 'unit').selectOption('patient');
    await field(page, 'subject').selectOption('TR');
    await field(page, 'source').selectOption(source);
    await field(page, 'passage').fill(words);

    for (const [period, value, wrong, says] of [
      ['31.02.2026', '12', 'period', /no such date/],
      ['2025', '-3', 'value', /negative/],
      ['2025', '9999999999999999', 'value', /too large/],
      ['2025', 'many', 'value', /not read as a number/],
    ]) {
      await field(page, 'period').fill(period);
      await field(page, 'value').fill(value);
      assert.equal(await send(page, 'period'), 422, `${period} ${value}`);
      assert.match(await page.locator(`#${wrong}-error`).innerText(), says);
      assert.ok(await page.locator('.errs').evaluate((it) => it === document.activeElement));
      assert.equal(await field(page, 'period').inputValue(), period);
      assert.equal(await field(page, 'value').inputValue(), value);
      assert.equal(await field(page, 'passage').inputValue(), words);
      assert.equal(await field(page, 'partner').inputValue(), 'TR');
    }

    // A passage that does not stand in the source is told together with the other mistakes.
    await field(page, 'value').fill('-1');
    await field(page, 'passage').fill('words that stand nowhere');
    assert.equal(await send(page, 'period'), 422);
    assert.equal(await page.locator('.errs li').count(), 2);

    await field(page, 'value').fill('12');
    await field(page, 'period').fill('2025');
    await field(page, 'passage').fill(words);
    assert.equal(await send(page, 'period'), 303);
    assert.match(page.url(), /\/en\/figures\/[0-9a-f-]{36}$/);
    assert.match(await page.locator('main').innerText(), /12 patients/);

    await field(page, 'value').fill('14');
    await field(page, 'source').selectOption(source);
    await field(page, 'passage').fill(words);
    await field(page, 'note').fill('Counted again.');
    assert.equal(await send(page, 'value'), 303);
    const text = await page.locator('main').innerText();
    assert.match(text, /14 patients/);
    assert.match(text, /12 patients/, 'the earlier value stays');
    assert.match(text, /Counted again\./);

    assert.equal(await send(page, 'public'), 303);
    assert.equal(await field(page, 'public').inputValue(), '0');
    assert.equal(await send(page, 'public'), 303);
    assert.equal(await field(page, 'public').inputValue(), '1');
  } finally {
    await close(page);
  }
});

test('a conflict is raised with two passages, and not with one twice', { timeout: 120_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  try {
    const one = await passage(page);
    const other = page.locator('.versus figure').nth(1);
    const href = await other.locator('figcaption a[href*="/sources/"]').getAttribute('href');
    const two = { source: href.split('/').pop(), words: await other.locator('blockquote').innerText() };
    await page.goto('/en/conflicts/new');
    await field(page, 'rule').selectOption('C1');
    await field(page, 'partner').selectOption('TR');
    await field(page, 'title').fill('Raised by the test');
    await field(page, 'question').fill('Which of the two?');
    for (const [side, from] of [['a', one], ['b', one]]) {
      await field(page, `source_${side}`).selectOption(from.source);
      await field(page, `passage_${side}`).fill(from.words);
      await field(page, `claim_${side}`).fill(`claim ${side}`);
    }
    assert.equal(await send(page, 'rule'), 422);
    assert.match(await page.locator('#passage_b-error').innerText(), /same passage/);
    await field(page, 'source_b').selectOption(two.source);
    await field(page, 'passage_b').fill(two.words);
    assert.equal(await send(page, 'rule'), 303);
    assert.equal(await page.locator('h1').innerText(), 'Raised by the test');
    assert.equal(await page.locator('.versus blockquote').count(), 2);
  } finally {
    await close(page);
  }
});

test('a record of another registry is not there', { timeout: 60_000 }, async () => {
  const officer = await site.page({ as: 'officer KG' });
  const neighbour = await site.page({ as: 'officer KZ' });
  try {
    const conflict = await openConflict(officer);
    for (const path of [conflict, `${conflict}/decide`]) {
      assert.equal((await neighbour.goto(path)).status(), 404, path);
    }
  } finally {
    await close(officer);
    await close(neighbour);
  }
});
