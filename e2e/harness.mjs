// What a test in the browser imports; each part says in its own file what it does.

export { startDemo } from './demo.mjs';
export { LOCALES, close, openSite, shoot, signIn, startBrowser, troubles } from './site.mjs';
export {
  axeCheck, lightEnough, noConsoleErrors, noSidewaysScroll, nothingSticksOut, weigh,
} from './checks.mjs';
