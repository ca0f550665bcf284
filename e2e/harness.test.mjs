// The harness is held to its word: each check passes on a page that is right and fails on one that is not.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import {
  axeCheck, close, lightEnough, noConsoleErrors, noSidewaysScroll, openSite, shoot, signIn, startDemo,
  troubles, weigh,
} from './harness.mjs';
import { ACCOUNT, startSamples } from './samples/server.mjs';

const STAND_IN = fileURLToPath(new URL('samples/kelisim', import.meta.url));
const LIMITED = { timeout: 60_000 };

let samples;
let site;

before(async () => {
  samples = await startSamples();
  site = await openSite({ url: samples.url, accounts: new Map([['officer KG', ACCOUNT], ['reader KG', {
    email: ACCOUNT.email, password: 'wrong',
  }]]) });
});

after(async () => {
  await site?.close();
  samples?.stop();
});

/** Opens a page of the samples, does something with it, and closes it. */
async function on(path, options, act) {
  const page = await site.page(options);
  try {
    await page.goto(path);
    return await act(page);
  } finally {
    await close(page);
  }
}

test('a page that is right passes every check, light and dark', LIMITED, async () => {
  for (const theme of ['light', 'dark']) {
    await on('/good', { theme }, async (page) => {
      await axeCheck(page, `/good, ${theme}`);
      await noSidewaysScroll(page, [1440, 360, 320]);
      await noConsoleErrors(page);
    });
  }
});

test('axe fails on a picture without words and on pale text, and names both', LIMITED, async () => {
  await on('/bad', {}, async (page) => {
    await assert.rejects(axeCheck(page, '/bad'), (error) => {
      assert.match(error.message, /axe on \/bad/);
      assert.match(error.message, /image-alt/);
      assert.match(error.message, /color-contrast/);
      assert.match(error.message, /p class="pale"/);
      return true;
    });
  });
});

test('a page wider than a phone is found, and what makes it so', LIMITED, async () => {
  await on('/wide', {}, async (page) => {
    await noSidewaysScroll(page);
    await assert.rejects(noSidewaysScroll(page, [360]), /too wide at 360 px[^]*class="wide"/);
  });
});

test('something wide in a box of its own is no sideways scroll', LIMITED, async () => {
  await on('/scrolls-inside', {}, (page) => noSidewaysScroll(page, [360, 320]));
});

test('a script that breaks the content policy is found', LIMITED, async () => {
  await on('/inline-script', {}, async (page) => {
    assert.equal(await page.title(), 'Sample', 'the policy stopped the script');
    await assert.rejects(noConsoleErrors(page), /content security policy/);
  });
});

test('an uncaught error of a script is found, and can be forgotten', LIMITED, async () => {
  await on('/throws', {}, async (page) => {
    await assert.rejects(noConsoleErrors(page), /on purpose/);
    await troubles(page, { forget: true });
    await noConsoleErrors(page);
  });
});

test('a request to another site is found', LIMITED, async () => {
  await on('/outside', {}, async (page) => {
    const { csp, outside } = await troubles(page);
    assert.ok(csp.length + outside.length > 0, 'neither the policy nor the harness saw it');
    await assert.rejects(noConsoleErrors(page));
  });
});

test('the weight of a first view is the sum of all that it loads, redirects and headers too', LIMITED, async () => {
  await on('/good', {}, async (page) => {
    const { bytes, requests } = await weigh(page, '/hop');
    const paths = requests.map((request) => new URL(request.url).pathname).sort();
    assert.deepEqual(paths, ['/good', '/hop', '/plain.css']);
    assert.equal(bytes, requests.reduce((sum, request) => sum + request.bytes, 0));
    assert.ok(requests.every((request) => request.bytes > 100), 'headers count');
    const again = await weigh(page, '/hop');
    assert.deepEqual(again.requests.length, 3, 'the cache is empty each time');
    await lightEnough(page, '/good', bytes);
    await assert.rejects(lightEnough(page, '/good', 200), /more than 200[^]*plain\.css/);
  });
});

test('signing in goes through the form, once for each person', LIMITED, async () => {
  await on('/me', { as: 'officer KG' }, async (page) => {
    assert.equal(await page.locator('h1').innerText(), 'You are an officer');
    const { requests } = await weigh(page, '/me');
    assert.ok(requests.length > 0);
  });
  await on('/me', {}, async (page) => {
    assert.equal(await page.locator('h1').innerText(), 'You are a stranger');
    await signIn(page, 'officer', 'KG');
    assert.equal(await page.locator('h1').innerText(), 'You are an officer');
  });
});

test('a refused sign-in says what the page says', LIMITED, async () => {
  await on('/good', {}, async (page) => {
    await assert.rejects(signIn(page, 'reader', 'KG'), /answered 422: That is not right/);
    await assert.rejects(signIn(page, 'auditor', 'KG'), /names no auditor of KG, only: officer KG/);
  });
});

test('pages can be looked at with scripts off', LIMITED, async () => {
  await on('/throws', { scripts: false }, async (page) => {
    assert.ok(await page.locator('h1').isVisible());
    await noConsoleErrors(page);
  });
});

test('a picture has the width and the theme that was asked for', LIMITED, async () => {
  await on('/good', {}, async (page) => {
    const file = await shoot(page, 'harness-dark-360', { width: 360, height: 640, theme: 'dark' });
    const png = readFileSync(file);
    assert.equal(png.toString('latin1', 1, 4), 'PNG');
    assert.equal(png.readUInt32BE(16), 360);
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(background, 'rgb(0, 0, 0)');
  });
});

test('the demonstration is read until it is ready, and stopped', LIMITED, async () => {
  const demo = await startDemo({ binary: STAND_IN });
  assert.match(demo.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.deepEqual([...demo.accounts.keys()], ['officer KG', 'reader KZ']);
  assert.equal(demo.accounts.get('reader KZ').password, 'battery-staple');
  assert.equal(await (await fetch(demo.url, { headers: { connection: 'close' } })).text(), 'here');
  await demo.stop();
  await assert.rejects(fetch(demo.url));
});

test('a demonstration that ends too early says why', LIMITED, async () => {
  await assert.rejects(
    startDemo({ binary: STAND_IN, args: ['--refuse'] }),
    /ended with 3 before it was ready[^]*the database is locked/,
  );
  await assert.rejects(startDemo({ binary: '/nowhere/kelisim' }), /did not start/);
});
