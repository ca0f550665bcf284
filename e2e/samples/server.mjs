// A tiny site for the tests of the harness: one page that is right, and one for each thing that can be wrong.

import { once } from 'node:events';
import { createServer } from 'node:http';

const POLICY = "default-src 'self'; style-src 'self'";

/** The one account of the site. */
export const ACCOUNT = { email: 'officer.kg@demo.example', password: 'correct-horse' };

const page = (main, { lang = 'en', head = '' } = {}) => `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><title>Sample</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/dot.svg"><link rel="stylesheet" href="/plain.css">${head}</head>
<body><main>${main}</main></body></html>`;

const FORM = `<h1>Sign in</h1><form method="post">
<label>Address <input name="email" type="email"></label>
<label>Password <input name="password" type="password"></label>
<button type="submit">Sign in</button></form>`;

const PAGES = {
  '/good': page('<h1>Good</h1><p class="scheme">Nothing is wrong here.</p>'),
  '/bad': page('<h1>Bad</h1><img src="/dot.svg"><p class="pale">Too pale to read.</p>'),
  '/wide': page('<h1>Wide</h1><div class="wide">Too wide for a phone.</div>'),
  '/scrolls-inside': page('<h1>Table</h1><div class="box" tabindex="0"><div class="wide">Wide.</div></div>'),
  '/inline-script': page('<h1>Policy</h1><script>document.title = "broken";</script>'),
  '/throws': page('<h1>Throws</h1>', { head: '<script src="/throws.js"></script>' }),
  '/outside': page('<h1>Outside</h1>', { head: '<script src="/outside.js"></script>' }),
};

const FILES = {
  '/plain.css': ['text/css', `.wide{width:700px}.box{overflow-x:auto}.pale{color:#ddd;background:#fff}
.scheme{color:#000;background:#fff}
@media (prefers-color-scheme: dark){body{background:#000;color:#fff}.scheme{color:#fff;background:#000}}`],
  '/dot.svg': ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
  '/throws.js': ['text/javascript', 'throw new Error("on purpose");'],
  // An address that no machine answers; the policy stops the request, and the harness sees either.
  '/outside.js': ['text/javascript', 'fetch("http://outside.invalid/").catch(() => {});'],
};

/** Starts the site on a free port of 127.0.0.1. */
export async function startSamples() {
  const server = createServer(async (request, response) => {
    const send = (status, type, body, headers = {}) => {
      response.writeHead(status, {
        'content-type': `${type}; charset=utf-8`, 'content-security-policy': POLICY, ...headers,
      });
      response.end(body);
    };
    const { pathname } = new URL(request.url, 'http://127.0.0.1');
    if (pathname === '/en/sign-in' && request.method === 'POST') {
      const body = [];
      for await (const chunk of request) body.push(chunk);
      const form = new URLSearchParams(Buffer.concat(body).toString());
      const right = form.get('email') === ACCOUNT.email && form.get('password') === ACCOUNT.password;
      if (right) send(303, 'text/plain', '', { location: '/me', 'set-cookie': 'session=1; Path=/; HttpOnly' });
      else send(422, 'text/html', page(`<p>That is not right.</p>${FORM}`));
      return;
    }
    if (pathname === '/en/sign-in') return void send(200, 'text/html', page(FORM));
    if (pathname === '/me') {
      const who = request.headers.cookie?.includes('session=1') ? 'an officer' : 'a stranger';
      return void send(200, 'text/html', page(`<h1>You are ${who}</h1>`));
    }
    if (pathname === '/hop') return void send(302, 'text/plain', '', { location: '/good' });
    if (pathname in PAGES) return void send(200, 'text/html', PAGES[pathname]);
    if (pathname in FILES) return void send(200, ...FILES[pathname]);
    return void send(404, 'text/html', page('<h1>Not here</h1>'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}
