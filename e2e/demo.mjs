// The demonstration as a child process: started on a free port, read until it says that it is ready.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** How long the demonstration may take to be ready before the tests give up. */
const PATIENCE_MS = 120_000;

/** How long it may take to end after it was asked to. */
const FAREWELL_MS = 10_000;

/**
 * Starts `kelisim demo` and waits for the line `ready`.
 *
 * It prints `listening http://ADDRESS`, a line `sign-in ROLE REGISTRY EMAIL PASSWORD` for each role, and
 * `ready`.
 *
 * @param {{binary?: string, args?: string[]}} options
 * @returns {Promise<{url: string, accounts: Map<string, {email: string, password: string}>,
 *   stop: () => Promise<void>}>} accounts are found by `ROLE REGISTRY`.
 */
export async function startDemo({ binary = process.env.KELISIM_BIN, args = [] } = {}) {
  if (!binary) throw new Error('KELISIM_BIN does not say where the kelisim executable is');
  const child = spawn(binary, ['demo', '--listen', '127.0.0.1:0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // However this process ends, the demonstration must not outlive it.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);

  let url;
  const accounts = new Map();
  const said = [];
  const remember = (line) => {
    said.push(line);
    if (said.length > 50) said.shift();
  };
  createInterface({ input: child.stderr }).on('line', remember);

  const ready = new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(`was not ready after ${PATIENCE_MS / 1000} s`), PATIENCE_MS);
    const fail = (why) => {
      clearTimeout(timer);
      reject(new Error(`kelisim demo ${why}; it said:\n${said.join('\n')}`));
    };
    child.once('error', (error) => fail(`did not start (${error.message})`));
    // `close` comes after the last line of both outputs, so that the reason is among what it said.
    child.once('close', (code, signal) => fail(`ended with ${code ?? signal} before it was ready`));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [word, ...rest] = line.trim().split(/\s+/);
      if (word === 'listening') [url] = rest;
      if (word === 'sign-in') {
        const [role, registry, email, password] = rest;
        accounts.set(`${role} ${registry}`, { email, password });
        return;
      }
      remember(line);
      if (word === 'ready') {
        if (!url) return fail('said `ready` but not where it is listening');
        clearTimeout(timer);
        resolve();
      }
    });
  });

  const stop = async () => {
    process.off('exit', kill);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    const timer = setTimeout(kill, FAREWELL_MS);
    child.kill('SIGTERM');
    await ended;
    clearTimeout(timer);
  };

  try {
    await ready;
  } catch (error) {
    if (child.pid) await stop();
    throw error;
  }
  return { url, accounts, stop };
}
