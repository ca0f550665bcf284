// A review as people meet it: one reviewer in conflict, two far apart, a third; the doctor's own scores, an objection and
// its answer, scores mended, and what the run would take. The language changes at each step.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';

import { apply, keep } from './apply.mjs';
import { fill, main, send } from './forms.mjs';
import { axeCheck, close, openSite, signIn } from './harness.mjs';
import { join } from './people.mjs';

const folder = await mkdtemp(path.join(tmpdir(), 'kelisim-reviews-'));
const clock = path.join(folder, 'ahead');
await writeFile(clock, '0');
const site = await openSite({ args: ['--ahead', clock] });
after(async () => {
  await site.close();
  await rm(folder, { recursive: true, force: true });
});

/** The house's clock goes ahead. */
const ahead = (days) => writeFile(clock, String(days * 86_400));
const NAMING = /ASANOVA|AIGUL|Асанова|made-up clinic|KG-N|1996|Asanova|@doctor|SHA-256/;

async function narrow(page, what) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  assert.equal(wide, false, `${what}: nothing is wider than the page`);
  await axeCheck(page, what);
}

/** Somebody who scores, on a phone. */
async function reviewer(n) {
  const page = await join(site, { role: 'reviewer', name: `Made-up Judge ${'abcd'[n]}` });
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto('/kk/reviews');
  return page;
}

async function declare(page, values) {
  await page.goto('/ru/reviews/declaration');
  await fill(page, values);
  assert.equal(await send(page), 303);
}

/** Gives the same score for each criterion. */
async function score(page, value, words) {
  for (const control of await page.locator('main [name^="score_"]').all()) await control.fill(value);
  await fill(page, words);
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.locator('main button[name="do"][value="give"]').click();
  const status = (await answered).status();
  await page.waitForLoadState();
  return status;
}

const file = (page) => page.locator('main .todo a[href*="/reviews/"]');

test('from blind reviewers over own scores and an objection to what a run would take', { timeout: 420_000 }, async () => {
  const officer = await site.page({ as: 'officer KG' });
  const doctor = await site.page({ width: 360 });
  const judges = [];
  try {
    await doctor.goto('/kk/open-calls');
    const call = (await doctor.locator('tbody th a').first().getAttribute('href')).split('/').pop();
    await apply(doctor, { call, language: 'ru', name: 'Asanova', region: 'KG-N' });
    const application = `/applications/${doctor.url().split('?')[0].split('/').pop()}`;
    await officer.goto(`/ru${application}/judge`);
    await fill(officer, { home: 'eligible' });
    assert.equal(await send(officer), 303);

    for (let n = 0; n < 4; n += 1) judges.push(await reviewer(n));
    const [conflicted, low, high, third] = judges;
    await narrow(conflicted, 'desk before a declaration');
    await declare(conflicted, { employers: 'The made-up clinic, a Naryn branch\nA made-up clinic' });
    await declare(low, { employers: 'Another hospital', region: 'KG-O' });
    await declare(high, { employers: 'A third hospital', region: 'KG-T' });

    const assign = async (language) => {
      await officer.goto(`/${language}/calls/${call}/reviews/assign`);
      await fill(officer, { due: '2031-01-10 18:00' });
      assert.equal(await send(officer), 303);
    };
    await assign('ky');
    await narrow(officer, 'board');
    await conflicted.goto('/ru/reviews');
    assert.equal(await file(conflicted).count(), 0, 'whoever is in conflict gets no file');
    assert.equal((await conflicted.goto(`/ru${application}`)).status(), 403);

    // A file that is not opened tells nothing; one that is open tells nothing that names the person.
    await low.goto('/ky/reviews');
    await file(low).click();
    assert.doesNotMatch(await main(low), /Therapy/);
    await narrow(low, 'file before it is opened');
    assert.equal(await keep(low, 'open', {}), 303);
    assert.match(await main(low), /Therapy/);
    for (const language of ['kk', 'ru', 'en', 'ky']) {
      await low.goto(low.url().replace(/\/(kk|ky|ru|en)\//, `/${language}/`));
      assert.doesNotMatch(await low.content(), NAMING, language);
      await narrow(low, `file in ${language}`);
    }
    // Half typed, kept with the first button, still there in another language.
    await low.locator('main [name="score_1"]').fill('сегиз');
    await low.locator('main [name="score_1"]').press('Enter');
    await low.waitForLoadState();
    await low.goto(low.url().replace('/ky/', '/en/'));
    assert.equal(await low.locator('main [name="score_1"]').inputValue(), 'сегиз');
    assert.equal(await score(low, '101', { told: 'Too much' }), 422);
    await narrow(low, 'a score out of the scale');
    assert.equal(await low.locator('main [name="told"]').inputValue(), 'Too much', 'what was typed is kept');
    assert.equal(await score(low, '60', { told: 'Sound work' }), 303);

    await high.goto('/en/reviews');
    await file(high).click();
    assert.equal(await keep(high, 'open', {}), 303);
    assert.equal(await score(high, '90', { told: 'Very good work' }), 303);
    assert.doesNotMatch(await main(high), /Sound work/, 'reviewers do not see one another');

    await officer.goto(`/ru/calls/${call}/reviews?standing=third`);
    assert.equal(await officer.locator('main .todo a').count(), 1, 'a third is asked for');
    await declare(third, { employers: 'A fourth hospital' });
    await assign('en');
    await third.goto('/kk/reviews');
    await file(third).click();
    assert.equal(await keep(third, 'open', {}), 303);
    assert.equal(await score(third, '80', { told: 'Good work' }), 303);

    const show = async (language) => {
      await officer.goto(`/${language}/calls/${call}/reviews/show`);
      assert.equal(await send(officer), 303);
    };
    await show('kk');
    await doctor.goto(`/ky${application}`);
    assert.match(await main(doctor), /85/, 'the two nearest of 60, 80 and 90');
    assert.doesNotMatch(await main(doctor), /Made-up Judge/);
    await narrow(doctor, 'own scores');
    await doctor.goto(`/ru${application}/object`);
    await narrow(doctor, 'objection');
    assert.equal(await send(doctor), 422);
    await fill(doctor, { grounds: 'arithmetic', words: 'Сумма не сходится' });
    assert.equal(await send(doctor), 303);

    await officer.goto(`/en${application}/review`);
    assert.doesNotMatch(await main(officer), /Made-up Judge/, 'an officer is told no names');
    await narrow(officer, 'review for an officer');
    await officer.goto(`/en${application}/review/answer`);
    assert.match(await main(officer), /Сумма не сходится/);
    await fill(officer, { upheld: 'yes', words: 'It was added up wrongly' });
    assert.equal(await send(officer), 303);

    await low.goto(low.url());
    assert.equal(await score(low, '86', { told: 'Sound work' }), 422, 'a change has a reason');
    assert.equal(await score(low, '86', { told: 'Sound work', why: 'The sum was wrong' }), 303);
    await show('ru');
    await doctor.goto(`/kk${application}`);
    assert.match(await main(doctor), /88/);
    assert.match(await main(doctor), /It was added up wrongly/);

    await officer.goto(`/ky/calls/${call}/run/gather`);
    assert.match(await main(officer), /кабыл алуучу тарап кабыл ала элек/, 'who is not in, and why');
    await narrow(officer, 'candidates from applications');
    await officer.goto(`/ru${application}/judge`);
    await fill(officer, { home: 'nominated' });
    assert.equal(await send(officer), 303);
    const host = await join(site, { role: 'partner', name: 'Made-up Host', partner: 'RU' });
    judges.push(host);
    await host.goto(`/ru${application}/verify`);
    assert.equal(await send(host), 303);
    await officer.goto(`/en/calls/${call}/run/gather`);
    assert.match(await main(officer), /objections are still taken/);
    // When the phase of objections that the call announced is over, what the applications make is accepted by a second
    // officer.
    await ahead(400);
    const second = await join(site, { role: 'officer', name: 'Made-up Second' });
    judges.push(second);
    await signIn(officer, 'officer', 'KG');
    await officer.goto(`/kk/calls/${call}/run/gather`);
    assert.equal(await send(officer), 303);
    await officer.goto(`/en/calls/${call}/run`);
    assert.match(await main(officer), /from applications/);
    await second.goto(`/ru/calls/${call}/run/accept`);
    assert.match(await main(second), /KG-[0-9A-Z-]{14}/, 'every candidate that is new');
    assert.equal(await send(second), 303);
    await officer.goto(`/ky/calls/${call}/candidates`);
    assert.match(await main(officer), /88/);
  } finally {
    for (const page of [officer, doctor, ...judges]) await close(page);
  }
});
