// What an officer does with the quota ledger: opens a line, books places along their way, overdraws, makes a wrong
// booking good.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { act, field, fill, send } from './forms.mjs';
import { axeCheck, close, openSite } from './harness.mjs';

const site = await openSite();
after(() => site.close());

/** Opens a line for a year that the demonstration has none for; gives its address. */
async function openLine(page, year) {
  await page.goto('/en/quotas');
  // The source of a line that is there, with the passage that names its places.
  await page.locator('tbody tr:last-child th a').click();
  const href = await page.locator('#h-moves').locator('xpath=ancestor::section').locator('a[href*="/sources/"]').first()
    .getAttribute('href');
  await page.goto('/en/quotas/new');
  const promise = field(page, 'commitment').locator('option', { hasText: '150 treatment places a year' });
  await field(page, 'commitment').selectOption(await promise.getAttribute('value'));
  await field(page, 'programme').selectOption('treatment');
  await field(page, 'period').fill(year);
  await field(page, 'channel').selectOption('ministry');
  await field(page, 'specialty').fill('Cardiac surgery');
  await field(page, 'places').fill('10');
  await field(page, 'source').selectOption(href.split('/').pop());
  await field(page, 'passage').fill('Words that stand nowhere');
  assert.equal(await send(page), 422);
  assert.match(await page.locator('#passage-error').innerText(), /not in the text/);
  assert.equal(await field(page, 'specialty').inputValue(), 'Cardiac surgery');
  await field(page, 'passage').fill('Всего бесплатно лечиться смогут 150 человек каждый год');
  assert.equal(await send(page), 303);
  assert.match(await page.locator('main').innerText(), new RegExp(`${year} · through the ministry · .*Cardiac surgery`));
  return page.url();
}

/** Books a step on the line of the page. */
const book = (page, line, values) => act(page, line, 'book', values);

test('a line is opened, its places are booked, an overdraw gives everything back', { timeout: 120_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  try {
    const line = await openLine(page, '2023');
    assert.equal(await book(page, line, { step: 'pledged-confirmed', places: '10' }), 303);
    assert.equal(await book(page, line, { step: 'confirmed-released', places: '8' }), 303);

    // More than is there: nothing is booked and nothing typed is lost.
    const typed = { step: 'confirmed-released', places: '3', on: '2026-01-05', note: 'From the letter of the embassy.' };
    assert.equal(await book(page, line, typed), 422);
    assert.match(await page.title(), /^Error:/);
    assert.match(await page.locator('#places-error').innerText(), /There now: 2, asked for: 3/);
    for (const [name, value] of Object.entries(typed)) {
      assert.equal(await field(page, name).inputValue(), value, name);
    }
    await axeCheck(page, 'quota overdrawn');
    await field(page, 'places').fill('2');
    assert.equal(await send(page), 303);
    assert.match(await page.locator('main').innerText(), /From the letter of the embassy\./);

    // On to the end, with a loss that says why.
    for (const step of ['released-seated', 'seated-allocated', 'allocated-offered', 'offered-accepted', 'accepted-enrolled']) {
      assert.equal(await book(page, line, { step, places: '10' }), 303, step);
    }
    assert.equal(await book(page, line, { step: 'enrolled-returned', places: '3' }), 422);
    assert.match(await page.locator('#reason-error').innerText(), /needs a reason/);
    await field(page, 'reason').selectOption('came_home_untreated');
    assert.equal(await send(page), 303);
    assert.equal(await book(page, line, { step: 'enrolled-completed', places: '6' }), 303);
    const text = await page.locator('main').innerText();
    assert.match(text, /Places: 10\. Completed: 6\. Still open: 4\./);
    assert.match(text, /Came home untreated/);
    assert.equal(await page.locator('section[aria-labelledby="h-burn"] svg.wide .f-done').count(), 1, 'completed places are solid');
    assert.equal(await page.locator('section[aria-labelledby="h-burn"] svg.wide .pl').count(), 1, 'open places are hollow');
    await axeCheck(page, 'quota');
  } finally {
    await close(page);
  }
});

test('a wrong booking is made good by a counter-entry and both stay', { timeout: 120_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  try {
    const line = await openLine(page, '2022');
    assert.equal(await book(page, line, { step: 'pledged-confirmed', places: '9' }), 303);
    await page.locator('#v2 a[href*="/reverse"]').click();
    await page.waitForLoadState();
    assert.equal(await field(page, 'move').inputValue(), '2');
    assert.equal(await send(page), 422);
    assert.match(await page.locator('#why-error').innerText(), /Nothing is entered/);
    assert.equal(await field(page, 'move').inputValue(), '2');
    await field(page, 'why').fill('Typed on the wrong line.');
    assert.equal(await send(page), 303);
    const text = await page.locator('main').innerText();
    assert.match(text, /Made good by entry 3/);
    assert.match(text, /Makes entry 2 good/);
    assert.match(text, /Places: 10\. Completed: nothing booked\. Still open: 10\./);
    assert.equal(await page.locator('#v2 a[href*="/reverse"], #v3 a[href*="/reverse"]').count(), 0);
  } finally {
    await close(page);
  }
});

test('the same line cannot be opened twice, and others see only what is theirs', { timeout: 120_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  const other = await site.page({ as: 'officer KZ' });
  try {
    const line = await openLine(page, '2021');
    assert.equal((await other.goto(line)).status(), 404);
    assert.equal((await other.goto(`${line}/moves.csv`)).status(), 404);
    await other.goto('/en/quotas');
    assert.match(await other.locator('main').innerText(), /No line is opened yet/);
    await page.goto(`${line}/publish`);
    assert.equal(await send(page), 303);
    const id = line.split('/').pop();
    const open = await page.request.get(`/api/v1/quotas/${id}`);
    assert.deepEqual((await open.json()).accounts, [{ account: 'pledged', places: 10 }]);
  } finally {
    await close(page);
    await close(other);
  }
});
