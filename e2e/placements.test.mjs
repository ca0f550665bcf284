// What became of the places of the finished call, as an officer meets it: lapsed offers are written down, the places go on to the
// next, one accepts and arrives, one declines and the next is offered the place. The language changes at each step.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { main, send } from './forms.mjs';
import { axeCheck, close, openSite } from './harness.mjs';

const site = await openSite();
after(() => site.close());

const into = (url, language) => url.replace(/\/(kk|ky|ru|en)\//, `/${language}/`);

/** The placements of the finished call, found the way an officer finds them. */
async function placements(page, language) {
  await page.goto(`/${language}/calls`);
  const hrefs = await page.locator('tbody th a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  for (const href of hrefs) {
    await page.goto(href);
    const link = page.locator('main a[href$="/placements"]').first();
    if (await link.count()) {
      await page.goto(await link.getAttribute('href'));
      return page.url();
    }
  }
  throw new Error('no call has placements');
}

async function narrow(page, what) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  assert.equal(wide, false, `${what}: nothing is wider than the window`);
  assert.ok(await page.evaluate(() => document.querySelector('h1').getBoundingClientRect().width) > 40, `${what}: the heading has room`);
  await axeCheck(page, what);
}

/** Places by what became of them, added up over all seats. */
const places = (page) => page.locator('section[aria-labelledby="h-pools"] tbody td').evaluateAll((cells) =>
  cells.reduce((sum, cell) => sum + Number(cell.innerText), 0));

test('offers lapse, places go on by the rule of the run, one is accepted and one declined', { timeout: 240_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  try {
    const url = await placements(page, 'en');
    const call = url.match(/calls\/([^/]+)\//)[1];
    await narrow(page, 'placements');
    const all = await places(page);
    assert.equal(all, 30, 'every place of the call is somewhere');

    await page.goto(into(`${url}/lapse`, 'ru'));
    await axeCheck(page, 'lapse');
    assert.equal(await send(page), 303, 'offers of the waiting list ran out');
    await page.goto(into(`${url}/promote`, 'kk'));
    await axeCheck(page, 'promote');
    assert.match(await main(page), /KG25-\d{4}: .* → /, 'who would move is shown before');
    assert.equal(await send(page), 303);
    assert.equal(await places(page), 30, 'no place is lost or doubled');

    await page.goto(into(`${url}?stage=offered`, 'ky'));
    const offered = await page.locator('tbody th a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    assert.ok(offered.length >= 2, 'two at least are offered a place');
    await page.goto(into(offered[0], 'ky'));
    await narrow(page, 'a placement');
    assert.match(await main(page), /Asia\/Bishkek/);
    await page.goto(into(`${offered[0]}/accepted`, 'ru'));
    assert.equal(await send(page), 303);
    await page.goto(into(`${offered[0]}/enrolled`, 'en'));
    assert.equal(await send(page), 422, 'nobody is enrolled without a paper and an arrival');
    await page.goto(into(`${offered[0]}/arrived`, 'kk'));
    assert.equal(await send(page), 303);
    await page.goto(into(`${offered[0]}/enrolled`, 'ky'));
    await page.locator('main [name=paper]').fill('12-3/45');
    await axeCheck(page, 'enrolment');
    assert.equal(await send(page), 303);
    assert.match(await main(page), /12-3\/45/);

    await page.goto(into(`${offered[1]}/declined`, 'en'));
    assert.equal(await send(page), 303);
    await page.goto(into(`${url}/promote`, 'ru'));
    const next = await main(page);
    assert.match(next, /KG25-\d{4}: .* → |Ничего не переместится/);
    await page.goto(into(url, 'ru'));
    assert.equal(await places(page), 30);
    const csv = await page.evaluate(async (at) => (await fetch(at)).text(), `/ru/calls/${call}/placements.csv`);
    assert.match(csv, /^\uFEFF?code,stage,seat/);
    assert.match(csv, /no_answer/);
  } finally {
    await close(page);
  }
});

test('on a phone the list, one placement and the public outcome fit in every language', { timeout: 240_000 }, async () => {
  const page = await site.page({ as: 'officer KG', width: 360 });
  const visitor = await site.page({ as: 'public', width: 360 });
  try {
    const url = await placements(page, 'en');
    const call = url.match(/calls\/([^/]+)\//)[1];
    const one = await page.locator('tbody th a').first().getAttribute('href');
    for (const language of ['kk', 'ky', 'ru', 'en']) {
      for (const at of [url, one, `${url}/offer`]) {
        await page.goto(into(at, language));
        await narrow(page, `${at.replace(/[0-9a-f-]{36}/, '…')} in ${language}`);
      }
      await visitor.goto(`/${language}/results/${call}`);
      await narrow(visitor, `outcome in ${language}`);
      assert.equal(await visitor.locator('section[aria-labelledby="h-outcome"]').count(), 1);
      assert.doesNotMatch(await visitor.locator('section[aria-labelledby="h-outcome"]').innerText(), /\b[1-9]\b/, 'no small number is told');
    }
    const hidden = await visitor.goto(one);
    assert.match(visitor.url(), /sign-in/, `a visitor is asked to sign in: ${hidden.status()}`);
  } finally {
    await close(page);
    await close(visitor);
  }
});
