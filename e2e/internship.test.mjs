// One internship from the quota line to the return, in all roles, with the languages by turns: departments propose directions,
// the international department accepts and refuses them and makes a call of what it accepted, a second officer publishes it, a
// doctor applies on a phone, is nominated, the host accepts, the place is given by name without a run, accepted, and the host itself
// enters arrival, enrolment, report and completion; the doctor serves at home.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';

import { apply } from './apply.mjs';
import { act, field, fill, main, send } from './forms.mjs';
import { axeCheck, close, noSidewaysScroll, openSite } from './harness.mjs';
import { join } from './people.mjs';

const folder = await mkdtemp(path.join(tmpdir(), 'kelisim-internship-'));
const clock = path.join(folder, 'ahead');
await writeFile(clock, '0');
const site = await openSite({ args: ['--ahead', clock] });
after(async () => {
  await site.close();
  await rm(folder, { recursive: true, force: true });
});

const LANGUAGES = ['kk', 'ky', 'ru', 'en'];
let turn = 0;
const into = (url, language) => url.replace(/\/(kk|ky|ru|en)\//, `/${language}/`);
/** The same address in the next language. */
const next = (url) => into(url, LANGUAGES[(turn += 1) % 4]);
const ahead = (minutes) => writeFile(clock, String(minutes * 60));
const four = (words) => Object.fromEntries(LANGUAGES.map((tag) => [`title_${tag}`, `${words} (${tag})`]));
const idOf = (url) => url.split('/').pop().split('?')[0];

/** An instant by the clocks of Bishkek, `minutes` from now, as an officer types it. */
const inBishkek = (minutes) => {
  const at = new Date(Date.now() + (minutes + 360) * 60_000).toISOString();
  return `${at.slice(8, 10)}.${at.slice(5, 7)}.${at.slice(0, 4)} ${at.slice(11, 16)}`;
};

/** Opens a form in the next language, looks whether it fits the window, fills and sends it. */
async function step(page, url, name, values = {}) {
  await page.goto(next(`${url}/${name}`));
  await noSidewaysScroll(page, [360, 1440]);
  await fill(page, values);
  const status = await send(page);
  const said = status === 303 ? '' : await main(page);
  assert.equal(status, 303, `${name}: ${said}`);
}

/** Gives the words a rule says no with. */
async function refused(page, url, name, values, why) {
  assert.equal(await act(page, into(`${url}`, 'en'), name, values), 422, why);
  return main(page);
}

async function openLine(officer) {
  await officer.goto('/en/quotas');
  await officer.locator('tbody tr', { hasText: /residency/i }).first().locator('th a').click();
  await officer.waitForLoadState();
  const source = await officer.locator('main a[href*="/sources/"]').first().getAttribute('href');
  await officer.goto('/ky/quotas/new');
  const promise = field(officer, 'commitment').locator('option', { hasText: '70' }).filter({ hasText: /ординатура/ });
  await fill(officer, {
    commitment: await promise.first().getAttribute('value'),
    programme: 'internship', period: '2031', channel: 'ministry', places: '4',
    source: idOf(source).split('#')[0],
    passage: 'кыргызским ординаторам и аспирантам в российских медицинских учреждениях отведено 70 мест',
  });
  assert.equal(await send(officer), 303, await main(officer));
  const line = officer.url();
  await step(officer, line, 'book', { step: 'pledged-confirmed', places: '4' });
  return line;
}

/** A department proposes; gives the address of the direction. */
async function propose(page, language, { specialty, host, people, months = '3' }) {
  await page.goto(`/${language}/directions`);
  await page.locator('main a[href$="/directions/new"]').click();
  await page.waitForLoadState();
  await noSidewaysScroll(page, [360, 1440]);
  await axeCheck(page, 'propose');
  await fill(page, { department: 'A made-up department', specialty, partner: 'RU', host, months, people, why: 'Not done at home yet' });
  assert.equal(await send(page), 303, await main(page));
  return page.url();
}

/** What the departments proposed is decided, and a call is made of what was accepted. */
async function gather(officer, line, all) {
  const [one, two, three] = all;
  const short = await refused(officer, one, 'accept', { people: '1', note: '' }, 'whoever takes some away says why');
  assert.match(short, /tell the department why/);
  await step(officer, one, 'accept', { people: '2' });
  await step(officer, two, 'accept', { people: '1', note: 'One place this year' });
  await step(officer, three, 'refuse', { reason: 'at_home', note: 'The national centre teaches it' });
  await officer.goto(next('/en/directions/call'));
  await noSidewaysScroll(officer, [360, 1440]);
  await axeCheck(officer, 'gather');
  await fill(officer, {
    directions: [one, two].map(idOf), kind: 'internship', line: idOf(line), funding: 'host_state', zone: 'Asia/Bishkek', made_up: '1',
    ...four('Rehearsal of an internship'),
  });
  assert.equal(await send(officer), 303, await main(officer));
  return officer.url();
}

async function complete(officer, call) {
  const about = Object.fromEntries(LANGUAGES.map((tag) => [`about_${tag}`, `A made-up internship (${tag})`]));
  await step(officer, call, 'describe', about);
  await step(officer, call, 'phase', { phase: 'applications', from: inBishkek(-5), to: inBishkek(30) });
  await step(officer, call, 'phase', { phase: 'result', from: inBishkek(60) });
  await step(officer, call, 'phase', { phase: 'start', from: inBishkek(60 * 24 * 30) });
  await step(officer, call, 'submit');
}

/** Ticks all rows of the board, looks at the preview, confirms. */
async function bulk(officer, call, what) {
  await officer.goto(next(`${call}/board?all=1`));
  await noSidewaysScroll(officer, [360, 1440]);
  await axeCheck(officer, 'board');
  await officer.locator('main [name=act]').selectOption(what);
  await officer.locator('main form[method=post] button').first().focus();
  await officer.keyboard.press('Enter');
  await officer.waitForURL(/preview/);
  await noSidewaysScroll(officer, [360, 1440]);
  await axeCheck(officer, 'preview');
  assert.equal(await send(officer), 200);
  assert.equal(await officer.locator('main .chip.ok').count(), 1, await main(officer));
}

/** The host confirms what there is; gives the numbers of the seats. */
async function confirm(officer, call) {
  await officer.goto(`${call}/seated`);
  const seats = await field(officer, 'seat').locator('option:not([value=""])').evaluateAll((all) => all.map((one) => one.value));
  for (const seat of seats) await step(officer, call, 'seated', { seat, places: '1' });
  return seats;
}

test('an internship is played from proposals of departments to the return', { timeout: 600_000 }, async () => {
  const officer = await site.page({ as: 'officer KG' });
  const people = [
    await join(site, { role: 'officer', name: 'Second Officer' }),
    await join(site, { role: 'reader', name: 'Head of Department' }),
    await join(site, { role: 'partner', name: 'Host Ministry', partner: 'RU' }),
  ];
  const [second, department, host] = people;
  await department.setViewportSize({ width: 360, height: 740 });
  await host.setViewportSize({ width: 360, height: 740 });
  const doctor = await site.page({ width: 360 });
  try {
    const line = await openLine(officer);
    const all = [
      await propose(department, 'kk', { specialty: 'RU-2013/31.08.56', host: 'RU-ALMAZOV', people: '2' }),
      await propose(department, 'ky', { specialty: 'RU-2013/31.08.63', host: 'RU-BAKULEV', people: '2', months: '6' }),
      await propose(department, 'ru', { specialty: 'RU-2013/31.08.19', host: 'RU-ALMAZOV', people: '1' }),
    ];
    await department.goto(into(`${all[0]}/accept`, 'en'));
    assert.doesNotMatch(await main(department), /How many people/, 'a department decides nothing');
    const call = await gather(officer, line, all);
    await department.goto(into(all[2], 'ru'));
    assert.match(await main(department), /The national centre teaches it/, 'the department reads the answer');
    await department.goto(into(all[1], 'ky'));
    assert.match(await main(department), /One place this year/);

    await complete(officer, call);
    await step(second, call, 'publish');
    const seats = await confirm(officer, call);
    assert.equal(seats.length, 2, 'one seat for each host and specialty of what was accepted');
    await officer.goto(into(`${call}/run`, 'en'));
    assert.equal(await officer.locator('main a[href$="/run/bring"]').count(), 0, 'there is no run');

    await apply(doctor, { call: idOf(call), language: 'ky', name: 'Mamatova', region: 'KG-N' });
    const application = doctor.url();
    await bulk(officer, call, 'judge-eligible');
    await bulk(officer, call, 'judge-nominated');
    await step(host, application, 'verify', {});

    const placements = `${call}/placements`;
    const early = await officer.goto(into(`${placements}/name`, 'en'));
    assert.equal(early.status(), 200);
    const receipt = await field(officer, 'given').first().getAttribute('value');
    assert.equal(await act(officer, into(placements, 'en'), 'name', { given: [receipt] }), 422, 'applications can still be sent');
    await ahead(70);
    await officer.goto(next(`${placements}/name`));
    await axeCheck(officer, 'places by name');
    await step(officer, placements, 'name', { given: [receipt], days: '5' });
    await officer.goto(into(line, 'en'));
    assert.match(await main(officer), /Offered/, 'the ledger knows of the offer');

    await doctor.goto(into(application, 'kk'));
    await noSidewaysScroll(doctor, [360, 1440]);
    await step(doctor, `${application}/place`, 'accepted');

    const own = officer.locator('tbody th a').first();
    await officer.goto(into(placements, 'en'));
    const placement = new URL(await own.getAttribute('href'), officer.url()).href;
    // The host enters its own steps, on a phone.
    await host.goto(into(placements.replace(/calls\/.*/, 'stays'), 'ru'));
    await axeCheck(host, 'stays');
    const stay = new URL(await host.locator('main ul.todo a').first().getAttribute('href'), host.url()).href;
    await step(host, stay, 'invited', { paper: '12-3/45' });
    for (const [name, values] of [['arrived', {}], ['enrolled', { paper: '8-1/1' }], ['reported', { paper: '8-1/2' }], ['completed', { paper: '8-1/3' }]]) {
      await step(host, stay, name, values);
    }
    await officer.goto(into(placement, 'en'));
    assert.match(await main(officer), /entered by the host/, 'an officer sees who entered it');
    await step(officer, placement, 'duty_begun', { months: '12', note: 'Naryn', paper: '77' });
    await officer.goto(into(placement, 'ru'));
    await axeCheck(officer, 'placement after the return');
    await doctor.goto(into(application, 'en'));
    assert.match(await main(doctor), /Completed/);
    await officer.goto(into(line, 'en'));
    assert.match(await main(officer), /Completed/, 'the ledger knows of the return');
  } finally {
    for (const page of [officer, ...people, doctor]) await close(page);
  }
});
