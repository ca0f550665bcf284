// How long an officer waits for contradictions over many texts: the labelled texts of the engine, each four times with its
// small numbers raised, are entered through the interface; then the page is asked for until every text was read, and again.
//
//   KELISIM_BIN=target/release/kelisim node bench/contradictions.mjs      (after `npm ci` in e2e)

import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { fill } from '../e2e/forms.mjs';
import { openSite } from '../e2e/harness.mjs';

const TEXTS = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'crates/intake/tests/labelled');
const COPIES = 4;

/** Each text of each folder, and the same with its numbers from 10 to 99 raised by one, two, three. */
async function* texts() {
  for (let copy = 0; copy < COPIES; copy += 1) {
    for (const folder of await readdir(TEXTS)) {
      for (const file of (await readdir(path.join(TEXTS, folder))).filter((name) => name.endsWith('.txt'))) {
        const text = await readFile(path.join(TEXTS, folder, file), 'utf8');
        const raised = text.replace(/\b[1-9][0-9]\b/g, (number) => String(Number(number) + copy));
        yield { title: `${file} ${copy}`, text: copy ? `${raised}\n(${copy})` : text, language: /-(kk|ky|ru|en)-/.exec(file)?.[1] ?? 'ru' };
      }
    }
  }
}

async function token(page) {
  await page.goto('/en/account/tokens');
  await fill(page, { name: 'Texts', scopes: ['sources-write'] });
  await page.locator('main form:has([name="ends_on"]) button').last().click();
  await page.locator('#token').waitFor();
  return page.locator('#token').innerText();
}

/** Asks for the page; gives how long it took and whether texts were left to be read. */
async function look(page) {
  const from = performance.now();
  const answer = await page.request.get('/en/conflicts/seen');
  const text = await answer.text();
  if (answer.status() !== 200) throw new Error(`answered ${answer.status()}`);
  return { ms: Math.round(performance.now() - from), passages: text.split('class="quote"').length - 1, more: text.includes('larger than what was looked at') };
}

const site = await openSite();
try {
  const page = await site.page({ as: 'officer KG' });
  const headers = { authorization: `Bearer ${await token(page)}`, 'content-language': 'en' };
  let [count, letters] = [0, 0];
  for await (const { title, text, language } of texts()) {
    count += 1;
    letters += text.length;
    const day = `2025-${String(1 + (count % 12)).padStart(2, '0')}-${String(1 + (count % 28)).padStart(2, '0')}`;
    const data = { title, text, language, kind: 'communique', tier: '2', publisher: 'Made up', published_on: day };
    const answer = await page.request.post('/api/v1/sources', { headers: { ...headers, 'idempotency-key': `"${count}"` }, data });
    if (answer.status() !== 201 && answer.status() !== 200) throw new Error(await answer.text());
  }
  console.log(`${count} texts, ${letters} letters`);
  let seen;
  do {
    seen = await look(page);
    console.log('first', seen);
  } while (seen.more);
  for (let n = 0; n < 5; n += 1) console.log('again', await look(page));
} finally {
  await site.close();
}
