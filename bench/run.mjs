// How long a run over many applications takes, from the freeze to the result that waits for its signatures: a residency call
// is made and published in the browser, applications are made up for it (sent, nominated, verified, scored by two), and
// once the windows to object are over it is gathered, frozen, drawn and computed by its pages.
//
//   KELISIM_BIN=target/release/kelisim node bench/run.mjs [APPLICATIONS [DATABASE]]      (after `npm ci` in e2e)

import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { openSite } from '../e2e/harness.mjs';
import { join } from '../e2e/people.mjs';
import { confirm, draftCall, openLine, step } from '../e2e/residency.mjs';

const COUNT = process.argv[2] ?? '100000';
const DATABASE = process.argv[3] ? ['--database', process.argv[3]] : [];
const DAY = 24 * 60;
/** Places of the two seats: as many as the published promise has. */
const PLACES = [30, 40];

const folder = await mkdtemp(path.join(tmpdir(), 'kelisim-run-'));
const clock = path.join(folder, 'ahead');
const place = ['--data', path.join(folder, 'house'), ...DATABASE];
const open = () => openSite({ args: ['--ahead', clock, ...place] });

async function publish() {
  const site = await open();
  try {
    const officer = await site.page({ as: 'officer KG' });
    const second = await join(site, { role: 'officer', name: 'Second Officer' });
    const line = await openLine(officer, PLACES[0] + PLACES[1]);
    const call = await draftCall(officer, line, { places: PLACES, applications: 2 * DAY, result: 12 * DAY });
    await step(second, call, 'publish');
    await confirm(officer, call, PLACES);
    return call.split('/').pop();
  } finally {
    await site.close();
  }
}

async function apply(call) {
  const made = ['synth', 'applicants', '--reviewed', '--call', call, '--count', COUNT, '--document', '200', '--sessions', path.join(folder, 'sessions')];
  const child = spawn(process.env.KELISIM_BIN, [...made, ...place], { stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`synth ended with ${code}`);
}

/** Does a step and says how long its answer took. */
async function timed(page, url, name, values) {
  const from = performance.now();
  await step(page, url, name, values);
  console.log(`${name}: ${Math.round(performance.now() - from)} ms`);
}

/** Waits until the page offers the next step, and says how long that took. */
async function waited(page, url, next, what) {
  const from = performance.now();
  for (;;) {
    await page.goto(url);
    if (await page.locator(`main a[href$="/run/${next}"]`).count()) break;
    if (performance.now() - from > 600_000) throw new Error(await page.locator('main').innerText());
    await page.waitForTimeout(250);
  }
  console.log(`${what} after another ${Math.round(performance.now() - from)} ms`);
}

async function run(id) {
  const site = await open();
  try {
    const officer = await site.page({ as: 'officer KG' });
    const second = await join(site, { role: 'officer', name: 'Third Officer' });
    for (const page of [officer, second]) page.setDefaultTimeout(600_000);
    const at = new URL(`/en/calls/${id}/run`, site.url).href;
    await timed(officer, at, 'gather');
    await waited(officer, at, 'refuse', 'gathered');
    await timed(second, at, 'accept');
    const values = [randomBytes(32), randomBytes(32)];
    const hash = (value) => createHash('sha256').update(value).digest('hex');
    await timed(officer, at, 'commit', { party: 'KG', sha256: hash(values[0]) });
    await timed(second, at, 'commit', { party: 'RU', sha256: hash(values[1]) });
    const from = performance.now();
    await timed(officer, at, 'freeze');
    await timed(officer, at, 'reveal', { party: 'KG', value: values[0].toString('hex') });
    await timed(second, at, 'reveal', { party: 'RU', value: values[1].toString('hex') });
    await timed(officer, at, 'compute');
    await waited(officer, at, 'sign', 'computed');
    console.log(`from the freeze to the signature: ${Math.round(performance.now() - from)} ms`);
    await timed(officer, at, 'sign', { as: 'chair' });
    await timed(second, at, 'sign', { as: 'second' });
    await writeFile(clock, String(13 * DAY * 60));
    const last = await join(site, { role: 'officer', name: 'Fourth Officer' });
    last.setDefaultTimeout(600_000);
    await timed(last, at, 'release');
  } finally {
    await site.close();
  }
}

try {
  await writeFile(clock, '0');
  const call = await publish();
  await apply(call);
  await writeFile(clock, String(11 * DAY * 60));
  await run(call);
} finally {
  await rm(folder, { recursive: true, force: true });
}
