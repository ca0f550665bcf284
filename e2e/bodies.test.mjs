// A joint body from the passage that names it to its members: set up, invited to, answered, acceded, promised to, given to.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { field, fill, main, send } from './forms.mjs';
import { LOCALES, axeCheck, close, openSite } from './harness.mjs';

const site = await openSite();
after(() => site.close());

const PASSAGE = 'Of the places of the year, 100 are filled through the Turkish embassy.';

/** Chooses the source with the passage that the tests quote. */
async function cite(page) {
  const option = field(page, 'source').locator('option', { hasText: 'split between embassy' }).first();
  await fill(page, { source: await option.getAttribute('value'), passage: PASSAGE });
}

async function act(page, url, name, values, cited = true) {
  await page.goto(`${url}/${name}`);
  await fill(page, values);
  if (cited) await cite(page);
  return send(page);
}

test('a body is set up, sits, is given to, and an invited party becomes a member', { timeout: 240_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  try {
    await page.goto('/en/bodies/new');
    await fill(page, { kind: 'working_group', partner: 'TR', host: 'KG', title_en: 'Group on the quota' });
    assert.equal(await send(page), 422, 'a body begins with a passage');
    assert.equal(await field(page, 'title_en').inputValue(), 'Group on the quota', 'what was typed is kept');
    await axeCheck(page, 'body refused');
    await cite(page);
    assert.equal(await send(page), 303);
    const url = page.url();
    assert.match(await main(page), /Not stated/);

    assert.equal(await act(page, url, 'standing', { standing: 'at_work', on: '2026-01' }), 303);
    assert.equal(await act(page, url, 'session', { state: 'planned', date: '05.2040', number: '1' }, false), 303);
    const money = { who: 'party', party: 'TR', gift: 'money', matter: 'Travel of patients', value: '1 000 000' };
    assert.equal(await act(page, url, 'pledge', { ...money, per: 'once', stage: 'S5' }), 422);
    assert.match(await page.locator('#currency-error').innerText(), /Money has a currency/);
    await fill(page, { currency: 'USD' });
    assert.equal(await send(page), 303);
    await page.goto(`${url}/deliver`);
    await fill(page, { ...money, value: '250000', currency: 'USD', on: '2026-01', matter: 'First part' });
    await field(page, 'pledge').selectOption({ index: 1 });
    await cite(page);
    assert.equal(await send(page), 303);
    assert.equal(await page.locator('main svg.pd rect.p').count(), 1, 'promised is hollow');
    assert.equal(await page.locator('main svg.pd rect.d').count(), 1, 'given is solid');

    assert.equal(await act(page, url, 'invite', { who: 'party', party: 'KG' }, false), 422);
    assert.match(await page.locator('#who-error').innerText(), /does not invite itself/);
    await fill(page, { party: 'KZ', matter: 'Experts' });
    assert.equal(await send(page), 303);
    const invitation = async () => {
      await page.goto(`${url}/move`);
      await field(page, 'invitation').selectOption({ index: 1 });
    };
    for (const [step, on] of [['sent', '01.12.2025'], ['yes', '02.12.2025'], ['acceded', '03.12.2025']]) {
      await invitation();
      await fill(page, { step, on });
      if (step === 'acceded') {
        assert.equal(await send(page), 422, 'accession rests on a passage');
        await cite(page);
      }
      assert.equal(await send(page), 303, step);
    }
    const shown = await main(page);
    assert.match(shown, /since 3 December 2025/);
    assert.match(shown, /by invitation/);
    await axeCheck(page, 'body');
    await page.goto('/en/calendar');
    assert.match(await main(page), /Session 1 is planned/);

    assert.equal(await act(page, url, 'publish', {}, false), 303);
    const visitor = await site.page({ as: 'public' });
    for (const locale of LOCALES) {
      await visitor.goto(url.replace('/en/bodies/', `/${locale}/public-bodies/`));
      assert.match(await main(visitor), /Travel of patients/);
      assert.doesNotMatch(await main(visitor), /2040/, 'a session that no passage names stays inside');
    }
    await axeCheck(visitor, 'public body');
    await close(visitor);
  } finally {
    await close(page);
  }
});

test('the demonstration says of bodies what its sources say and no more', { timeout: 120_000 }, async () => {
  const page = await site.page({ as: 'officer KZ' });
  try {
    await page.goto('/en/bodies');
    assert.match(await main(page), /Coalition of countries on primary health care/);
    await page.goto('/en/bodies?kind=secretariat');
    await page.locator('tbody th a').first().click();
    const secretariat = await main(page);
    assert.match(secretariat, /no answer yet/);
    assert.match(secretariat, /No passage names a member/);
    assert.match(secretariat, /not counted as a promise/i);
    await page.locator('main a', { hasText: 'Coalition of countries' }).first().click();
    assert.match(await main(page), /At work/);
    const then = `${page.url()}?on=2024-01-01`;
    await page.goto(then);
    assert.match(await page.locator('.side .chips').first().innerText(), /Proposed/);
  } finally {
    await close(page);
  }
});
