// One residency call from the quota line to the released result, in all roles, with the languages by turns: an officer
// opens a line and drafts the call, a second one publishes it, two doctors apply, they are checked, nominated and verified
// by the partner, the answers of the hosts are given and signed, candidates are accepted by a second person, both sides commit, the places are given, two persons sign,
// everybody checks the result, and the doctors get signed letters of offer, accept on a phone, and a visitor checks a letter.

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';

import { apply } from './apply.mjs';
import { act, main, send } from './forms.mjs';
import { axeCheck, close, openSite } from './harness.mjs';
import { join } from './people.mjs';
import { LANGUAGES, confirm, draftCall, next, openLine, step } from './residency.mjs';

const folder = await mkdtemp(path.join(tmpdir(), 'kelisim-rehearsal-'));
const clock = path.join(folder, 'ahead');
await writeFile(clock, '0');
const site = await openSite({ args: ['--ahead', clock] });
after(async () => {
  await site.close();
  await rm(folder, { recursive: true, force: true });
});

/** Places of the call, by seat. */
const PLACES = [1, 2];

/** Judges an application: eligible, then nominated; the partner verifies. */
async function check(officer, partner, call) {
  await officer.goto(next(`${call}/applications`));
  const links = officer.locator('main li a[href*="/applications/"]');
  const all = await links.evaluateAll((found) => [...new Set(found.map((link) => link.href))]);
  for (const url of all) {
    await step(officer, url, 'judge', { home: 'eligible' });
    await step(officer, url, 'judge', { home: 'nominated' });
    await step(partner, url, 'verify', {});
  }
  return all;
}

/** Each host answers as one list, given by one person of its side and signed by another. */
async function answers(partner, director, call) {
  for (const host of ['RU-ALMAZOV', 'RU-BAKULEV']) {
    await step(partner, call, `answers/give?host=${host}`);
    assert.equal(await act(partner, next(call), `answers/sign?host=${host}`, {}), 422, 'nobody signs what they gave');
    await step(director, call, `answers/sign?host=${host}`);
  }
  await axeCheck(director, 'signed answers of the hosts');
}

async function receipts(officer, urls) {
  const codes = [];
  for (const url of urls) {
    await officer.goto(url.replace(/\/(kk|ky|ru|en)\//, '/en/'));
    codes.push((await main(officer)).match(/[A-Z0-9]{2,}(?:-[A-Z0-9]+)+/)[0]);
  }
  return codes;
}

async function gather(officer, second, call, { codes, seats }) {
  const at = `${call}/run`;
  await officer.goto(next(`${at}/bring`));
  const rows = codes.map((code, n) => `${code},${90 - n}.5,${seats.join(' ')}`);
  const table = { name: 'scores.csv', mimeType: 'text/csv', buffer: Buffer.from(`code,score,choices\n${rows.join('\n')}\n`) };
  await officer.locator('main input[type=file]').setInputFiles(table);
  assert.equal(await send(officer), 303, await main(officer));
  assert.equal(await act(officer, next(at), 'accept', {}), 422, 'nobody accepts an own list');
  await step(second, at, 'accept');
  const values = [randomBytes(32), randomBytes(32)];
  const hash = (value) => createHash('sha256').update(value).digest('hex');
  await step(officer, at, 'commit', { party: 'KG', sha256: hash(values[0]) });
  await step(second, at, 'commit', { party: 'RU', sha256: hash(values[1]) });
  assert.equal(await act(officer, next(at), 'freeze', {}), 422, 'applications are open');
  return { at, values };
}

/** Moves the clock of the rehearsal. */
const ahead = (minutes) => writeFile(clock, String(minutes * 60));

/** A doctor reads the offer on a phone, takes the signed letter and accepts; gives the credential of the letter. */
async function accept(doctor, n) {
  await doctor.goto(`/${LANGUAGES[n]}/my`);
  const own = await doctor.locator('main a[href*="/applications/"]').first().evaluate((link) => link.href);
  await doctor.goto(own);
  await axeCheck(doctor, `an offer in ${LANGUAGES[n]}`);
  await step(doctor, own, 'papers', { kind: 'offer', language: ['kk', 'ky'][n] });
  const letter = doctor.url();
  assert.match(letter, /\/papers\/KG-/);
  const pdf = await doctor.evaluate(async (at) => (await (await fetch(`${at}/paper.pdf`)).text()).slice(0, 5), letter);
  assert.equal(pdf, '%PDF-');
  const credential = await doctor.evaluate(async (at) => (await fetch(`${at}/credential.json`)).text(), letter);
  await step(doctor, own, 'place/accepted');
  return credential;
}

/** A visitor's browser checks a letter, and tells one with a changed letter apart. */
async function checkLetter(visitor, credential) {
  // The visitor's clock goes with that of the rehearsal: a letter of tomorrow is not valid today.
  await visitor.clock.setFixedTime(Date.now() + 70 * 60_000);
  for (const [text, fault] of [[credential, ''], [credential.replace(/"answerBy":"20\d\d/, '"answerBy":"2099'), 'changed']]) {
    await visitor.goto(next('http://x/en/').replace('http://x', '') + 'check');
    await visitor.locator('textarea[name=credential]').fill(text);
    await visitor.locator('[data-paper] form button').click();
    await visitor.locator('[data-credential] section').waitFor();
    assert.equal(await visitor.locator('[data-credential] section').getAttribute('data-fault'), fault);
  }
}

test('a residency call is played from the quota line to the verified result and signed offers', { timeout: 600_000 }, async () => {
  const officer = await site.page({ as: 'officer KG' });
  const [second, partner] = [
    await join(site, { role: 'officer', name: 'Second Officer' }),
    await join(site, { role: 'partner', name: 'Host Ministry', partner: 'RU' }),
  ];
  const director = await join(site, { role: 'partner', name: 'Director of a Host', partner: 'RU' });
  const doctors = [await site.page({ width: 360 }), await site.page({ width: 360 })];
  const visitor = await site.page();
  try {
    const line = await openLine(officer, 3);
    const call = await draftCall(officer, line, { places: PLACES, applications: 30, result: 60 });
    assert.equal(await act(officer, next(call), 'publish', {}), 422, 'nobody publishes an own draft');
    await step(second, call, 'publish');
    const seats = await confirm(officer, call, PLACES);

    for (const [n, doctor] of doctors.entries()) {
      await apply(doctor, { call: call.split('/').pop(), language: LANGUAGES[n], name: ['Asanova', 'Bekova'][n], region: 'KG-N' });
    }
    const applications = await check(officer, partner, call);
    assert.equal(applications.length, 2);
    await answers(partner, director, call);
    const codes = await receipts(officer, applications);

    const { at, values } = await gather(officer, second, call, { codes, seats });
    await ahead(50);
    await step(officer, at, 'freeze');
    await step(officer, at, 'reveal', { party: 'KG', value: values[0].toString('hex') });
    await step(second, at, 'reveal', { party: 'RU', value: values[1].toString('hex') });
    await step(officer, at, 'compute');
    await axeCheck(officer, 'run computed');
    await step(officer, at, 'sign', { as: 'chair' });
    assert.equal(await act(officer, next(at), 'sign', { as: 'second' }), 422, 'nobody signs twice');
    await step(second, at, 'sign', { as: 'second' });
    assert.equal(await act(second, next(at), 'release', {}), 422, 'not before the announced instant');
    await ahead(65);
    await step(second, at, 'release');

    for (const language of LANGUAGES) {
      await visitor.goto(`/${language}/results/${call.split('/').pop()}`);
      await visitor.locator('[data-run]').click();
      for (const item of ['file', 'certificate', 'totals']) {
        await visitor.locator(`[data-item=${item}][data-holds=true]`).waitFor();
      }
      for (const code of codes) assert.ok(!(await main(visitor)).includes(code), 'nobody is named to a visitor');
    }
    await officer.goto(line.replace(/\/(kk|ky|ru|en)\//, '/en/'));
    assert.match(await main(officer), /Allocated/);
    await step(second, `${call}/placements`, 'offer');
    for (const [n, doctor] of doctors.entries()) await checkLetter(visitor, await accept(doctor, n));
    await officer.goto(line.replace(/\/(kk|ky|ru|en)\//, '/en/'));
    assert.match(await main(officer), /Accepted/);
    // One place is left over: it goes on to a round for those without one.
    await step(officer, call, 'round');
    const round = officer.url().replace(/\/(kk|ky|ru|en)\//, '/en/');
    assert.notEqual(round.split('/').pop(), call.split('/').pop());
    await officer.goto(round);
    assert.match(await main(officer), /Supplementary round of: Rehearsal of a residency/);
    assert.match(await main(officer), /1 place/);
    await axeCheck(officer, 'the draft of a supplementary round');
    await officer.goto(next(`${call}/board`));
    await axeCheck(officer, 'the board of the call');
  } finally {
    for (const page of [officer, second, partner, director, ...doctors, visitor]) await close(page);
  }
});
