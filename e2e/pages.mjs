// The pages of `pages.json` and the way to each.
//
// An entry names its page, the path behind the language, who looks (`public` or `ROLE REGISTRY`), whether the
// page shows the text of a document, and whether README.md shows its picture. A page whose address holds an
// id is reached by `follow`: selectors of the links to follow from `path`.

import { readFileSync } from 'node:fs';

/** Every page that is looked at. */
export const PAGES = JSON.parse(readFileSync(new URL('pages.json', import.meta.url), 'utf8'));

/** Goes where the entry points and returns the answer; the page then shows it. */
export async function arrive(page, entry, locale) {
  let response = await page.goto(`/${locale}${entry.path}`);
  for (const selector of [entry.follow ?? []].flat()) {
    const href = await page.locator(selector).first().getAttribute('href');
    response = await page.goto(new URL(href, page.url()).href);
  }
  return response;
}
