// A residency call as an officer makes one: the line under the published promise, the draft, the places a host confirms.

import assert from 'node:assert/strict';

import { act, field, fill, main, send } from './forms.mjs';

/** The languages of the house, in the order in which a story takes turns. */
export const LANGUAGES = ['kk', 'ky', 'ru', 'en'];
let turn = 0;
/** The same address in the next language. */
export const next = (url) => url.replace(/\/(kk|ky|ru|en)\//, `/${LANGUAGES[(turn += 1) % 4]}/`);

const four = (words) => Object.fromEntries(LANGUAGES.map((tag) => [`title_${tag}`, `${words} (${tag})`]));
/** An instant by the clocks of Bishkek, `minutes` from now, as an officer types it. */
const inBishkek = (minutes) => {
  const at = new Date(Date.now() + (minutes + 360) * 60_000).toISOString();
  return `${at.slice(8, 10)}.${at.slice(5, 7)}.${at.slice(0, 4)} ${at.slice(11, 16)}`;
};

/** Opens a form of a thing in the next language, fills and sends it; a refusal is told with its words. */
export async function step(page, url, name, values = {}) {
  const status = await act(page, next(url), name, values);
  const said = status === 303 ? '' : await page.locator('.errs, main').first().innerText();
  assert.equal(status, 303, `${name}: ${said}`);
}

/** A line of so many confirmed places under the published promise; gives its address. */
export async function openLine(officer, places) {
  await officer.goto('/en/quotas');
  await officer.locator('tbody tr', { hasText: /residency/i }).first().locator('th a').click();
  await officer.waitForLoadState();
  const source = await officer.locator('main a[href*="/sources/"]').first().getAttribute('href');
  await officer.goto('/ky/quotas/new');
  const promise = field(officer, 'commitment').locator('option', { hasText: '70' }).filter({ hasText: /ординатура/ });
  await fill(officer, {
    commitment: await promise.first().getAttribute('value'),
    programme: 'residency', period: '2031', channel: 'ministry', places: String(places),
    source: source.split('/').pop().split('#')[0],
    passage: 'кыргызским ординаторам и аспирантам в российских медицинских учреждениях отведено 70 мест',
  });
  assert.equal(await send(officer), 303, await main(officer));
  const line = officer.url();
  await step(officer, line, 'book', { step: 'pledged-confirmed', places: String(places) });
  return line;
}

/**
 * A draft of a call of the line that waits for a second person; gives its address.
 *
 * @param {{places: [number, number], applications: number, result: number}} of places of its two seats, and in how many
 *   minutes applications end and the result comes.
 */
export async function draftCall(officer, line, { places, applications, result }) {
  await officer.goto('/kk/calls/new');
  const about = Object.fromEntries(LANGUAGES.map((tag) => [`about_${tag}`, `A made-up call (${tag})`]));
  await fill(officer, { kind: 'residency', partner: 'RU', zone: 'Asia/Bishkek', made_up: '1', ...four('Rehearsal of a residency'), ...about });
  assert.equal(await send(officer), 303, await main(officer));
  const call = officer.url();
  const id = line.split('/').pop();
  await step(officer, call, 'seat', { line: id, host: 'RU-ALMAZOV', specialty: 'RU-2013/31.08.19', places: String(places[0]), funding: 'host_state' });
  await step(officer, call, 'seat', { line: id, host: 'RU-BAKULEV', specialty: 'RU-2013/31.08.63', places: String(places[1]), funding: 'host_state' });
  await step(officer, call, 'document', { ...four('Diploma'), class: 'hard' });
  await step(officer, call, 'criterion', { ...four('Test'), weight: '100' });
  await step(officer, call, 'phase', { phase: 'applications', from: inBishkek(-5), to: inBishkek(applications) });
  await step(officer, call, 'phase', { phase: 'result', from: inBishkek(result) });
  await step(officer, call, 'phase', { phase: 'start', from: inBishkek(60 * 24 * 90) });
  await step(officer, call, 'submit', {});
  return call;
}

/** The host confirms all places; gives the numbers of the seats. */
export async function confirm(officer, call, places) {
  await officer.goto(`${call}/seated`);
  const seats = await field(officer, 'seat').locator('option:not([value=""])').evaluateAll((all) => all.map((one) => one.value));
  assert.equal(seats.length, 2);
  for (const [n, seat] of seats.entries()) await step(officer, call, 'seated', { seat, places: String(places[n]) });
  return seats;
}
