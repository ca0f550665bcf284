// Papers as people meet them: an officer issues the protocol of the finished call in a language, its PDF opens, a visitor's
// browser checks the credential without sending it, a changed letter fails, and a withdrawal is told by the register.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { main } from './forms.mjs';
import { axeCheck, close, openSite } from './harness.mjs';

const site = await openSite();
after(() => site.close());

/** The finished call, found the way a visitor finds it. */
async function released(page) {
  await page.goto('/en/open-calls');
  const hrefs = await page.locator('tbody th a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  for (const href of hrefs) {
    await page.goto(href);
    const go = page.locator('main a.go[href*="/results/"]');
    if (await go.count()) return (await go.getAttribute('href')).split('/').pop();
  }
  throw new Error('no call has a result');
}

async function issue(page, call, language) {
  await page.goto(`/en/calls/${call}/papers`);
  await page.locator('select[name=language]').selectOption(language);
  await page.locator('main form.form button').click();
  await page.waitForURL(/\/en\/papers\/KG-/);
  return page.url();
}

const wide = (page) => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

/** Checks a text on the public page; gives the code of the fault, empty for none. */
async function check(page, text) {
  await page.evaluate(() => document.querySelectorAll('[data-credential], [data-register]').forEach((place) => place.replaceChildren()));
  await page.locator('textarea[name=credential]').fill(text);
  await page.locator('[data-paper] form button').click();
  await page.locator('[data-credential] section').waitFor();
  return page.locator('[data-credential] section').getAttribute('data-fault');
}

test('a protocol is issued, opened, checked in a browser, and told as withdrawn', { timeout: 300_000 }, async () => {
  const officer = await site.page({ as: 'officer KG' });
  const visitor = await site.page({ as: 'public', width: 360 });
  try {
    const call = await released(officer);
    const url = await issue(officer, call, 'ky');
    assert.equal(await issue(officer, call, 'ky'), url, 'what says the same is not issued twice');
    assert.match(await main(officer), /Protocol of the giving of places/);
    await axeCheck(officer, 'a paper');
    assert.equal(await wide(officer), false);
    const [pdf, again, text] = await officer.evaluate(async (at) => {
      const bytes = async () => [...new Uint8Array(await (await fetch(`${at}/paper.pdf`)).arrayBuffer())];
      return [await bytes(), await bytes(), await (await fetch(`${at}/credential.json`)).text()];
    }, url);
    assert.equal(String.fromCharCode(...pdf.slice(0, 5)), '%PDF-');
    assert.deepEqual(pdf, again, 'the same paper has the same bytes');

    for (const language of ['kk', 'ky', 'ru', 'en']) {
      await visitor.goto(`/${language}/check`);
      const sent = [];
      visitor.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
      assert.equal(await check(visitor, text), '', `whole in ${language}`);
      await visitor.locator('[data-register] section').waitFor();
      visitor.removeAllListeners('request');
      assert.ok(sent.every((line) => !line.includes('credentialSubject')), 'the credential is sent nowhere');
      await axeCheck(visitor, `check in ${language}`);
      assert.equal(await wide(visitor), false, `nothing is wider than the window in ${language}`);
    }
    assert.match(await visitor.locator('[data-register]').innerText(), /issued here and holds/);
    assert.equal(await check(visitor, JSON.stringify(JSON.parse(text), null, 2)), '', 'laid out anew');
    assert.equal(await check(visitor, text.replace(/"placed":(\d)/, (_, digit) => `"placed":${(Number(digit) + 1) % 10}`)), 'changed');
    assert.equal(await visitor.locator('[data-register] section').count(), 0, 'the register is not asked for it');
    assert.equal(await check(visitor, text.replace('{', '{"id":"x",')), 'twice');
    assert.equal(await check(visitor, text.replace(/"placed":\d+/, '"placed":1.5')), 'number');
    assert.equal(await check(visitor, '{'.repeat(40)), 'not_json');
    assert.equal(await check(visitor, '['.repeat(40)), 'deep');
    assert.equal(await check(visitor, 'hello'), 'not_json');

    await officer.goto(url);
    await officer.locator('select[name=why]').selectOption('replaced');
    await officer.locator('main form.form button').click();
    await officer.waitForLoadState();
    assert.match(await main(officer), /A newer paper replaces it/);
    assert.equal(await check(visitor, text), '', 'the signature is whole');
    await visitor.locator('[data-register] section').waitFor();
    assert.match(await visitor.locator('[data-register]').innerText(), /withdrawn on .*A newer paper replaces it/);
  } finally {
    await close(officer);
    await close(visitor);
  }
});

test('without scripts the house checks the same text', { timeout: 120_000 }, async () => {
  const officer = await site.page({ as: 'officer KG' });
  const plain = await site.page({ as: 'public', scripts: false });
  try {
    const url = await issue(officer, await released(officer), 'kk');
    const text = await officer.evaluate(async (at) => (await fetch(`${at}/credential.json`)).text(), url);
    for (const [body, told] of [[text, /not one letter was changed/], [text.replace('"places"', '"placez"'), /Not genuine/]]) {
      await plain.goto('/en/check');
      await plain.locator('textarea[name=credential]').fill(body);
      await plain.locator('[data-paper] form button').click();
      await plain.waitForLoadState();
      assert.match(await main(plain), told);
    }
  } finally {
    await close(officer);
    await close(plain);
  }
});
