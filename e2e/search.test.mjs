// Finding things by words, as an officer types them.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { axeCheck, close, openSite } from './harness.mjs';

const site = await openSite();
after(() => site.close());

const rows = (page) => page.locator('main tbody th .t a').allInnerTexts();

async function find(page, words) {
  await page.locator('main input[name="q"]').fill(words);
  await page.locator('main form[role="search"] button').click();
  await page.waitForLoadState();
  return rows(page);
}

test('a key leads to the words, in any language and with a slip', { timeout: 120_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  await page.goto('/en/overview');
  await page.keyboard.press('/');
  await page.keyboard.type('treatment Türkiye');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/en\/search\?q=/);
  const english = await rows(page);
  assert.ok(english.some((title) => /150 treatment places a year/.test(title)), english.join('\n'));
  assert.equal(await page.locator('main input[name="q"]').inputValue(), 'treatment Türkiye');
  assert.ok(await page.locator('main mark').count() > 0, 'what was found is marked');

  const russian = await find(page, 'лечение Турция');
  assert.ok(russian.some((title) => /150/.test(title)), russian.join('\n'));
  const slip = await find(page, 'лечнеие Турции');
  assert.deepEqual(slip.toSorted(), russian.toSorted(), 'two letters that changed places');
  const latin = await find(page, 'lecheniye turtsiya');
  assert.deepEqual(latin, russian, 'Russian in Latin letters');

  await find(page, 'treatment qqqqzzzz');
  assert.match(await page.locator('main').innerText(), /Not found anywhere: qqqqzzzz/);
  await axeCheck(page, 'search');
  await close(page);
});

test('results are narrowed to a kind and lead to their pages', { timeout: 120_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  await page.goto('/ru/search?q=%D0%A2%D1%83%D1%80%D1%86%D0%B8%D1%8F');
  const all = (await rows(page)).length;
  await page.locator('main ul.acts a', { hasText: 'Обязательства' }).click();
  await page.waitForURL(/kind=commitment/);
  const some = await rows(page);
  assert.ok(some.length > 0 && some.length < all, `${some.length} of ${all}`);
  const words = some[0];
  await page.locator('main tbody th .t a').first().click();
  await page.waitForURL(/\/ru\/commitments\//);
  assert.equal((await page.locator('main h1').innerText()).trim(), words.trim());
  await close(page);
});
