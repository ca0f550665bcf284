// An officer's way from one meeting to the next: planned, packed, printed, held, decided, published.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { act, field, fill, main, send } from './forms.mjs';
import { LOCALES, axeCheck, close, noSidewaysScroll, openSite } from './harness.mjs';

const site = await openSite();
after(() => site.close());

/** Plans a meeting with Türkiye; gives its address. */
async function plan(page, title) {
  await page.goto('/en/meetings/new');
  await fill(page, { state: 'held', date: '15.03.2040', partner: 'TR', level: 'ministers', title_en: title });
  assert.equal(await send(page), 422);
  assert.match(await page.locator('#date-error').innerText(), /day has not come/);
  assert.equal(await field(page, 'title_en').inputValue(), title, 'what was typed is kept');
  await axeCheck(page, 'meeting refused');
  await fill(page, { state: 'planned' });
  assert.equal(await send(page), 303);
  return page.url();
}

test('a meeting is planned, packed, printed, held, decided and published', { timeout: 240_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  try {
    const url = await plan(page, 'Talks of the ministers');
    assert.match(await main(page), /planned/i);
    assert.equal(await act(page, url, 'ask', { words: 'Who fills the places of the ministry?' }), 303);
    assert.equal(await act(page, url, 'agenda', { matter: 'Quota of the coming year' }), 303);

    await page.goto(`${url}/pack`);
    const pack = await main(page);
    for (const words of ['Who fills the places of the ministry?', 'Quota of the coming year', 'Open commitments', 'Sources']) {
      assert.ok(pack.includes(words), words);
    }
    assert.ok((await page.locator('main blockquote').count()) >= 2, 'both sides of a contradiction are quoted');
    await axeCheck(page, 'pack');
    for (const locale of LOCALES) {
      const path = url.replace('/en/', `/${locale}/`);
      const began = performance.now();
      const first = await page.request.get(`${path}/pack.pdf`);
      const took = performance.now() - began;
      assert.equal(first.status(), 200);
      let bytes = await first.body();
      assert.equal(bytes.subarray(0, 5).toString(), '%PDF-');
      // The latest seal stands at the foot: one that is made meanwhile makes another paper, once.
      let same = false;
      for (let tries = 0; tries < 3 && !same; tries += 1) {
        const again = await (await page.request.get(`${path}/pack.pdf`)).body();
        same = bytes.equals(again);
        bytes = again;
      }
      assert.ok(same, `${locale}: the same record gives the same bytes`);
      console.log(`pack ${locale}: ${bytes.length} bytes in ${Math.round(took)} ms`);
    }

    await page.goto('/en/calendar');
    assert.match(await main(page), /Talks of the ministers/);

    // It was held on another day; the decision rests on a passage and leads to a commitment.
    assert.equal(await act(page, url, 'describe', { state: 'held', date: '16.01.2026' }), 303);
    await page.goto(`${url}/decide`);
    const option = field(page, 'source').locator('option', { hasText: 'split between embassy' }).first();
    const source = await option.getAttribute('value');
    const commitment = await page.locator('main [name="commitments"]').first().getAttribute('value');
    const decision = { matter: 'One hundred places go through the embassy', commitments: [commitment], source };
    await fill(page, { ...decision, passage: 'Words that stand nowhere' });
    assert.equal(await send(page), 422);
    assert.match(await page.locator('#passage-error').innerText(), /not in the text/);
    await fill(page, { passage: 'Of the places of the year, 100 are filled through the Turkish embassy.' });
    assert.equal(await send(page), 303);
    assert.match(await main(page), /One hundred places go through the embassy/);
    assert.ok((await page.locator('#h-came').count()) === 1);
    await axeCheck(page, 'meeting');

    assert.equal(await act(page, url, 'publish', {}), 303);
    const visitor = await site.page({ as: 'public' });
    await visitor.goto(url.replace('/meetings/', '/public-meetings/'));
    const open = await main(visitor);
    assert.match(open, /One hundred places go through the embassy/);
    assert.doesNotMatch(open, /Who fills the places/);
    await axeCheck(visitor, 'public meeting');
    await close(visitor);
  } finally {
    await close(page);
  }
});

test('a letter is found by its number, and a promise by who has charge of it', { timeout: 180_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  try {
    await page.goto('/en/commitments?partner=TR&words=promises');
    await page.locator('tbody th a').first().click();
    const url = page.url();
    await page.locator('.acts-list a[href*="/letters/"]').click();
    await fill(page, { direction: 'outgoing', number: '№ 05-12 / 4711', date: '01.02.2026' });
    await field(page, 'step').selectOption({ index: 1 });
    assert.equal(await send(page), 303);
    assert.match(await main(page), /05-12 \/ 4711/);
    await page.goto('/en/search?q=05-12/4711');
    assert.match(await main(page), /05-12 \/ 4711/);
    // It was another number: the letter is taken away and found no more.
    await page.goto(url.replace('/en/', '/ky/'));
    await page.locator('a[href*="/withdraw?fact="]').click();
    await page.waitForURL(/\/withdraw\?fact=/);
    assert.equal(await send(page), 422, 'the reason is wanted');
    await axeCheck(page, 'letter taken away, refused');
    await noSidewaysScroll(page, [360, 1440]);
    await fill(page, { reason: 'Номери туура эмес' });
    assert.equal(await send(page), 303);
    assert.doesNotMatch(await main(page), /4711/);
    await page.goto('/en/search?q=05-12/4711');
    assert.doesNotMatch(await main(page), /05-12 \/ 4711/);
    await page.goto(`${url}/charge`);
    await fill(page, { responsible: '', responsible_office: 'Department of international cooperation' });
    assert.equal(await send(page), 303);
    assert.match(await main(page), /In charge: Department of international cooperation/);
    await page.goto('/en/overview');
    assert.match(await main(page), /My open commitments/);
  } finally {
    await close(page);
  }
});
