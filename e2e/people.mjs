// People a story needs beside those of the demonstration, opened by an administrator and signed in for the first time.

import { fill, send } from './forms.mjs';

const PASSWORD = 'quiet-lantern-harbour-417';

/**
 * Opens an account and signs its person in on a page of their own.
 *
 * @param {object} site
 * @param {{registry?: string, role: string, name: string, partner?: string}} who a made-up person; `partner` is the
 *   code of the party that somebody of the other side works for.
 */
export async function join(site, { registry = 'KG', role, name, partner }) {
  const email = `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@house.example`;
  const administrator = await site.page({ as: `administrator ${registry}` });
  let once;
  try {
    await administrator.goto('/en/users/new');
    await fill(administrator, { name, email, role });
    if (partner) await administrator.locator(`main [name="partners"][value="${partner}"]`).check();
    const status = await send(administrator);
    if (status !== 200) throw new Error(`opening ${email} was answered ${status}`);
    once = await administrator.locator('#one-time-password').innerText();
  } finally {
    await administrator.context().close();
  }
  const page = await site.page();
  await page.goto('/en/sign-in');
  await fill(page, { email, password: once });
  await send(page);
  await fill(page, { password: once, new_password: PASSWORD, again: PASSWORD });
  const status = await send(page);
  if (status !== 303) throw new Error(`the first password of ${email} was answered ${status}`);
  return page;
}
