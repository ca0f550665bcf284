// A partner without an account approves a text: an officer gives the package, the partner's page works from the disk without
// a network, makes a key and signs, two officers stand for the key, and the answer enters the record.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { act, field, fill, main, send } from './forms.mjs';
import { axeCheck, close, openSite } from './harness.mjs';
import { join } from './people.mjs';

const site = await openSite();
const folder = await mkdtemp(path(tmpdir(), 'kelisim-package-'));
after(async () => { await site.close(); await rm(folder, { recursive: true }); });

const TEXT = 'Туркия жыл сайын 150 бейтапты дарылоого алат.';
const PASSPHRASE = 'a field of quiet poplars';

/** The files of a package: they are stored as they are. */
function unpack(bytes) {
  const data = Buffer.from(bytes);
  const files = {};
  for (let at = 0; data.readUInt32LE(at) === 0x04034b50;) {
    const [size, name, extra] = [data.readUInt32LE(at + 18), data.readUInt16LE(at + 26), data.readUInt16LE(at + 28)];
    const from = at + 30 + name + extra;
    files[data.subarray(at + 30, at + 30 + name).toString('utf8')] = data.subarray(from, from + size);
    at = from + size;
  }
  return files;
}

/** Enters an agreement with a text; gives its address. */
async function withText(page) {
  await page.goto('/en/instruments/new');
  const option = field(page, 'source').locator('option', { hasText: 'Plan for 2025–2026 approved' }).first();
  await fill(page, {
    kind: 'agreement', level: 'ministry', partner: 'TR', parties: ['KG', 'TR'], title_en: 'Agreement on treatment',
    title_ky: 'Дарылоо жөнүндө макулдашуу', topic: 'treatment', source: await option.getAttribute('value'),
    passage: 'План опирается на межправительственное соглашение о здравоохранении',
  });
  assert.equal(await send(page), 303);
  const url = page.url();
  await page.goto(`${url}/draft`);
  await fill(page, { name: 'Макулдашуу.txt' });
  await field(page, 'file').setInputFiles({ name: 'x.txt', mimeType: 'text/plain', buffer: Buffer.from(TEXT) });
  assert.equal(await send(page), 303);
  return url;
}

/** The package in a language, unpacked into a folder of its own; gives the folder. */
async function given(page, url, language) {
  const link = await page.locator('main a[href$="/package.zip"]').getAttribute('href');
  const at = link.replace('/en/', `/${language}/`);
  const bytes = await page.evaluate(async (href) => [...new Uint8Array(await (await fetch(href)).arrayBuffer())], at);
  const into = await mkdtemp(path(folder, `${language}-`));
  for (const [name, content] of Object.entries(unpack(bytes))) await writeFile(path(into, name), content);
  return into;
}

const saved = async (page, click, name) => {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  const to = path(folder, name);
  await download.saveAs(to);
  return to;
};

test('a partner without an account signs the approval of a text', { timeout: 300_000 }, async () => {
  const officer = await site.page({ as: 'officer KG' });
  const second = await join(site, { role: 'officer', name: 'Second Officer' });
  // The partner's browser has no network at all.
  const context = await site.browser.newContext({ offline: true, acceptDownloads: true, viewport: { width: 360, height: 800 } });
  const partner = await context.newPage();
  const asked = [];
  partner.on('request', (request) => asked.push(request.url()));
  try {
    const url = await withText(officer);
    let place;
    for (const language of ['kk', 'ky', 'ru', 'en']) {
      await officer.goto(url);
      place = await given(officer, url, language);
      await partner.goto(pathToFileURL(path(place, 'answer.html')).href);
      await partner.locator('#whole.good').waitFor();
      assert.equal(await partner.locator('html').getAttribute('lang'), language);
      await axeCheck(partner, `package in ${language}`);
      assert.equal(await partner.evaluate(() => document.documentElement.scrollWidth > window.innerWidth), false);
    }
    assert.ok(asked.every((one) => one.startsWith('file:')), `nothing is asked for: ${asked}`);

    // Nothing is signed without a text, a key and an office, and never another text.
    const sign = () => partner.locator('#sign').click();
    await sign();
    assert.match(await partner.locator('#signed-said.bad').innerText(), /Choose the file of the text first/);
    await partner.locator('#text').setInputFiles({ name: 'other.txt', mimeType: 'text/plain', buffer: Buffer.from(`${TEXT} `) });
    await partner.locator('#text-said.bad').waitFor();
    await partner.locator('#new summary').click();
    assert.equal(await partner.locator('#made').isVisible(), false, 'no key is shown before there is one');
    await partner.locator('#new-pass').fill('short');
    await partner.locator('#again').fill('short');
    await partner.locator('#make').click();
    assert.match(await partner.locator('#made-said.bad').innerText(), /at least 12/);
    await partner.locator('#new-pass').fill(PASSPHRASE);
    await partner.locator('#again').fill(PASSPHRASE);
    const key = await saved(partner, () => partner.locator('#make').click(), 'kelisim-key.json');
    const [name, fingerprint] = [await partner.locator('#public').innerText(), await partner.locator('#fingerprint').innerText()];
    assert.match(name, /^z6Mk/);
    assert.ok(!(await readFile(key, 'utf8')).includes(PASSPHRASE));

    await partner.locator('#key').setInputFiles(key);
    await partner.locator('#pass').fill('another field of poplars');
    await partner.locator('#office').fill('Directorate of health services abroad');
    await sign();
    await partner.locator('#signed-said.bad', { hasText: 'is another text' }).waitFor();
    await partner.locator('#text').setInputFiles(path(place, 'Макулдашуу.txt'));
    await partner.locator('#text-said.good').waitFor();
    await sign();
    await partner.locator('#signed-said', { hasText: 'does not open this key' }).waitFor();
    await partner.locator('#pass').fill(PASSPHRASE);
    await partner.locator('#remark').fill('Without objections');
    const answer = await saved(partner, sign, 'kelisim-answer.json');
    await axeCheck(partner, 'package answered');

    // A changed package says so and signs nothing.
    const page = await readFile(path(place, 'answer.html'), 'utf8');
    await writeFile(path(place, 'changed.html'), page.replace('"name":"Макулдашуу.txt"', '"name":"Макулдашyy.txt"'));
    await partner.goto(pathToFileURL(path(place, 'changed.html')).href);
    assert.match(await partner.locator('#whole.bad').innerText(), /was changed after it was signed/);

    // Two officers stand for the key; before that the answer counts for nothing.
    const enter = async (expected) => {
      await officer.goto(`${url}/signed`);
      await field(officer, 'file').setInputFiles(answer);
      assert.equal(await send(officer), expected);
    };
    await enter(422);
    assert.match(await main(officer), /which nobody entered/);
    await officer.goto('/en/partner-keys/new');
    await fill(officer, { partner: 'TR', key: `${name.slice(0, 20)} ${name.slice(20)}`, holder: 'Directorate of health services abroad' });
    assert.equal(await send(officer), 303);
    const at = officer.url();
    assert.equal(await officer.locator('main a[href$="/confirm"]').count(), 0, 'not by whoever entered it');
    await enter(422);
    assert.equal(await act(second, at, 'confirm', { fingerprint: '0000', way: 'By telephone' }), 422);
    assert.match(await main(second), /The fingerprint is another one/);
    assert.equal(await act(second, at, 'confirm', { fingerprint, way: 'By telephone, at the number of the letter' }), 303);
    await axeCheck(second, 'the key of a partner');
    await enter(303);
    assert.match(await main(officer), /Signed answer/);
    assert.ok((await main(officer)).includes(fingerprint));
    await axeCheck(officer, 'an instrument approved by a file');
    await enter(422);
    assert.match(await main(officer), /approves this text already/);

    // The same without a browser, by the file that stands beside the checker.
    const node = promisify(execFile);
    const program = new URL('../crates/verify/js/partner.js', import.meta.url).pathname;
    const env = { ...process.env, KELISIM_PASSPHRASE: PASSPHRASE };
    const made = await node('node', [program, 'answer', path(place, 'package.json'), path(place, 'Макулдашуу.txt'), key, 'Directorate'], { env });
    const check = new URL('../crates/verify/js/credential.js', import.meta.url).pathname;
    await writeFile(path(folder, 'by-node.json'), made.stdout);
    const told = await node('node', [check, path(folder, 'by-node.json')]);
    assert.ok(told.stdout.startsWith('whole: KelisimTextAnswer') && told.stdout.includes(fingerprint), told.stdout);
  } finally {
    await context.close();
    for (const page of [officer, second]) await close(page);
  }
});
