// An application as people meet it: a doctor on a phone registers, fills, orders places by keys, sends, takes it back
// and restores it; an officer returns it and finds it eligible. The language changes at each step.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { form, keep } from './apply.mjs';
import { fill, main, send } from './forms.mjs';
import { axeCheck, close, openSite } from './harness.mjs';

const site = await openSite();
after(() => site.close());

const PASSWORD = 'korall-sable-otter-921';

const into = (page, language) => page.goto(page.url().replace(/\/(kk|ky|ru|en)\//, `/${language}/`));

async function narrow(page, what) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  assert.equal(wide, false, `${what}: nothing is wider than a phone`);
  await axeCheck(page, what);
}

test('a doctor on a phone applies, takes it back, restores it, mends it, and is found eligible', { timeout: 240_000 }, async () => {
  const page = await site.page({ as: 'public', width: 360 });
  const officer = await site.page({ as: 'officer KG' });
  try {
    await page.goto('/kk/open-calls');
    await page.locator('tbody th a').first().click();
    await page.waitForLoadState();
    await page.locator('main a[href*="/register"]').click();
    await page.waitForLoadState();
    await narrow(page, 'register');
    const account = { registry: 'KG', email: 'made-up@doctor.example', new_password: PASSWORD, again: 'something-else-entirely' };
    await fill(page, account);
    assert.equal(await send(page), 422, 'two passwords that differ');
    assert.equal(await page.locator('[name="email"]').inputValue(), account.email, 'what was typed is kept');
    await fill(page, { new_password: PASSWORD, again: PASSWORD });
    assert.equal(await send(page), 303);

    const person = { family: 'Asanova', given: 'Aigul', own_name: 'Асанова Айгүл', born: '15.03.1996', citizenship: 'KG', region: 'KG-N', employer: 'A made-up clinic', specialty: 'Therapy' };
    // A draft keeps what is typed, right or wrong; what is wrong is told before it is sent.
    assert.equal(await keep(page, 'person', { ...person, family: 'Асанова' }), 303);
    assert.equal(await form(page, 'person').locator('[name="family"]').inputValue(), 'Асанова');
    await narrow(page, 'draft with a mistake');
    assert.equal(await keep(page, 'person', person), 303);
    await into(page, 'ky');
    const citizen = { citizenship: 'KG', language_level: 'B2', medical_diploma: 'yes', accepts_return_service: 'yes' };
    assert.equal(await keep(page, 'answers', citizen), 303);
    for (const seat of [1, 2]) {
      const choices = form(page, 'choices').locator('[name="seat"] option:not([value=""])');
      assert.equal(await keep(page, 'choices', { seat: await choices.first().getAttribute('value') }), 303, `place ${seat}`);
    }
    await into(page, 'ru');
    const papers = form(page, 'documents').locator('[name="document"] option:not([value=""])');
    const numbers = await papers.evaluateAll((options) => options.map((option) => option.value));
    assert.ok(numbers.length >= 2);
    assert.equal(await keep(page, 'documents', { document: numbers[0] }), 422, 'a document that is claimed has a file');
    for (const number of numbers) {
      assert.equal(await keep(page, 'documents', { document: number }, `paper ${number}.pdf`), 303);
    }
    assert.match(await main(page), /[0-9a-f]{64}/, 'the hash of a document is shown before anything is sent');
    assert.equal(await keep(page, 'consents', { consents: 'RU' }), 303);
    await into(page, 'en');
    await narrow(page, 'draft');
    assert.equal(await keep(page, 'send', {}), 303);
    await page.waitForURL(/\/applications\//);
    const url = page.url().split('?')[0];
    assert.match(await main(page), /ASANOVA AIGUL/);
    assert.match(await main(page), /paper \d+\.pdf/);
    for (const language of ['kk', 'ky', 'ru', 'en']) {
      await into(page, language);
      await narrow(page, `receipt in ${language}`);
    }

    for (const act of ['withdraw', 'restore']) {
      await page.goto(`${url}/${act}`);
      assert.equal(await send(page), 303, act);
    }

    const own = url.replace(/^.*\/applications\//, '/ru/applications/');
    await officer.goto(`${own}/return`);
    assert.equal(officer.url().endsWith('/return'), true, officer.url());
    await axeCheck(officer, 'return of an application');
    await officer.goto(own);
    await axeCheck(officer, 'application for an officer');
    assert.doesNotMatch(await main(officer), /made-up@doctor\.example/, 'an officer needs no address to sign in with');
    await officer.goto(`${own}/judge`);
    await axeCheck(officer, 'judging');

    const other = await site.page({ as: 'officer KZ' });
    try {
      const hidden = await other.goto(own);
      assert.equal(hidden.status(), 404, 'another registry does not learn that it is there');
    } finally {
      await close(other);
    }
  } finally {
    await close(page);
    await close(officer);
  }
});
