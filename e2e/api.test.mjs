// What the documents of the interface for programs say to type is typed, against a started house.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { fill } from './forms.mjs';
import { close, openSite } from './harness.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const README = path.join(path.dirname(HERE), 'docs', 'api', 'README.md');
const run = promisify(execFile);

const site = await openSite();
after(() => site.close());

/** The commands of the page, block by block. */
async function commands() {
  const text = await readFile(README, 'utf8');
  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map((found) => found[1]).filter((block) => block.includes('curl'));
}

/** Runs a block as it stands, but for the address; gives each answer with its status. */
async function typed(block, env) {
  const script = `set -eu\ncurl() { command curl --silent --show-error --write-out '\\n%{http_code}\\n' "$@"; }\n`
    + block.replaceAll('https://kelisim.example', new URL(site.url).origin);
  const { stdout } = await run('bash', ['-c', script], { env: { PATH: process.env.PATH, ...env } });
  return [...stdout.matchAll(/([\s\S]*?)\n(\d{3})\n/g)].map(([, body, status]) => ({ status, body: JSON.parse(body) }));
}

/** A token for everything the page does, made as a person makes one. */
async function token(page) {
  const scopes = ['promises-read', 'sources-write', 'figures-write', 'quotas-read', 'quotas-write', 'parties-write',
    'applications-read', 'reviews-read', 'placements-read', 'papers-read'];
  await page.goto('/en/account/tokens');
  await fill(page, { name: 'The documents', scopes });
  await page.locator('main form:has([name="ends_on"]) button').last().click();
  await page.locator('#token').waitFor();
  return page.locator('#token').innerText();
}

test('the commands of the documents do what they say', { timeout: 120_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  try {
    const env = { TOKEN: await token(page), SOURCE: '', LINE: '' };
    const [read, behind, source, write, parties, ...more] = await commands();
    assert.equal(more.length, 0, 'a block was added: say here what it answers');
    const [listed] = await typed(read, env);
    assert.equal(listed.status, '200');
    assert.ok(listed.body.items.length > 0 && listed.body.items.length <= 10);

    const give = async (url) => (await page.request.get(url, { headers: { authorization: `Bearer ${env.TOKEN}` } })).json();
    const [paper] = (await give('/api/v1/papers')).items;
    const calls = await (await page.request.get('/api/v1/calls')).json();
    const call = calls.items.find((it) => it.registry === 'KG');
    // No paper was given out in the demonstration: what is asked for then is not there.
    const named = paper ?? { number: 'KG-0000-0000-0000', hash: '0'.repeat(64) };
    const outcomes = await typed(behind, { ...env, CALL: call.id, PAPER: named.number, HASH: named.hash });
    const wanted = ['200', '200', '200', '200', '200', paper ? '200' : '404'];
    assert.deepEqual(outcomes.map((a) => a.status), wanted, JSON.stringify(outcomes));

    const [entered] = await typed(source, env);
    assert.equal(entered.status, '201', JSON.stringify(entered.body));
    env.SOURCE = entered.body.id;

    const quotas = await page.request.get('/api/v1/quotas', { headers: { authorization: `Bearer ${env.TOKEN}` } });
    const held = (line, account) => line.accounts.find((a) => a.account === account)?.places ?? 0;
    env.LINE = (await quotas.json()).items.find((line) => held(line, 'pledged') > 0).id;
    const answers = await typed(write, env);
    assert.deepEqual(answers.map((a) => a.status), ['201', '200'], JSON.stringify(answers));
    await page.goto(`/en/figures/${answers[0].body.id}`);
    assert.match(await page.locator('main').innerText(), /31 patients/);

    const merged = await typed(parties, env);
    assert.deepEqual(merged.map((a) => a.status), ['201', '201', '200'], JSON.stringify(merged));
    assert.equal(merged[2].body.code, 'KG-CLINIC');

    // The same once more under the same keys is answered as before and changes nothing.
    assert.deepEqual(await typed(parties, env), merged);
    assert.deepEqual(await typed(write, env), answers);
  } finally {
    await close(page);
  }
});
