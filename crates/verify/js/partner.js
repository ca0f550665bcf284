// A partner's side without a server: makes a key, opens it, and signs the answer to a package of a house of Kelisim, in a
// browser or in Node 20, with nothing but this file, credential.js and WebCrypto.
//
//   KELISIM_PASSPHRASE=… node partner.js key KEY-FILE
//   KELISIM_PASSPHRASE=… node partner.js answer PACKAGE TEXT KEY-FILE OFFICE > answer.json
//
// It follows docs/formats/package.md. The secret leaves the machine nowhere: a key file holds it under the passphrase.

import { CONTEXT, SIGNS, canonical, check, fingerprint, hex, read, sha256 } from "./credential.js";

const PACKAGE = "KelisimTextPackage";
const ANSWER = "KelisimTextAnswer";
const KEY_FILE = "kelisim-partner-key/1";
const CONTEXTS = [CONTEXT, "https://www.w3.org/ns/credentials/undefined-terms/v2"];
// Rounds of PBKDF2 with SHA-256 (OWASP Password Storage Cheat Sheet).
const ROUNDS = 600_000;
const SHORTEST = 12;

/** A fault has a code that stays the same; the words are the reader's. */
const fail = (code) => { throw Object.assign(new Error(code), { code }); };

/** The canonical form of what is made here, by the reader and the writer that check it. */
const written = (value) => canonical(read(JSON.stringify(value)));

const utf8 = (text) => new TextEncoder().encode(text);
const unhex = (text) => (typeof text === "string" && /^([0-9a-f]{2})+$/.test(text) ? Uint8Array.from(text.match(/../g), (two) => parseInt(two, 16)) : fail("key_form"));

const base58Of = (bytes) => {
  const signs = [];
  for (const byte of bytes) {
    let carry = byte;
    for (let n = 0; n < signs.length; n += 1) { carry += signs[n] << 8; signs[n] = carry % 58; carry = (carry / 58) | 0; }
    while (carry > 0) { signs.push(carry % 58); carry = (carry / 58) | 0; }
  }
  for (const byte of bytes) { if (byte !== 0) break; signs.push(0); }
  return signs.reverse().map((sign) => SIGNS[sign]).join("");
};
const multikey = (key) => `z${base58Of([0xed, 0x01, ...key])}`;

const lock = async (passphrase, salt, rounds) => {
  const words = await crypto.subtle.importKey("raw", utf8(passphrase.normalize("NFC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, words, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
};

/** Makes a key; gives the text of its file, the public key as a Multikey, and its fingerprint. */
export const makeKey = async (passphrase) => {
  if ([...passphrase].length < SHORTEST) fail("short");
  const pair = await crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"]);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const secret = await crypto.subtle.exportKey("pkcs8", pair.privateKey);
  const [salt, iv] = [crypto.getRandomValues(new Uint8Array(16)), crypto.getRandomValues(new Uint8Array(12))];
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await lock(passphrase, salt, ROUNDS), secret);
  const file = { type: KEY_FILE, public: multikey(raw), rounds: ROUNDS, salt: hex(salt), iv: hex(iv), sealed: hex(new Uint8Array(sealed)) };
  return { file: `${JSON.stringify(file, null, 1)}\n`, name: file.public, fingerprint: await fingerprint(raw) };
};

/** Opens a key file; gives what signs, and the name of the public key. */
export const openKey = async (text, passphrase) => {
  let file;
  try { file = JSON.parse(text); } catch { fail("key_form"); }
  const whole = file?.type === KEY_FILE && Number.isSafeInteger(file.rounds) && file.rounds >= 100_000 && file.rounds <= 10_000_000 && typeof file.public === "string";
  if (!whole) fail("key_form");
  const [salt, iv, sealed] = [unhex(file.salt), unhex(file.iv), unhex(file.sealed)];
  let secret;
  try { secret = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await lock(passphrase, salt, file.rounds), sealed); } catch { fail("passphrase"); }
  const key = await crypto.subtle.importKey("pkcs8", secret, { name: "Ed25519" }, false, ["sign"]);
  return { key, name: file.public };
};

/** Reads a package; gives what it says. Whose key signed it is for people to compare. */
export const readPackage = async (text) => {
  const found = await check(text);
  // The clock of this machine may be wrong, and a text has no time at which it is right.
  if (found.fault !== null && found.fault !== "not_yet") fail(found.fault);
  const facts = found.subject;
  const is = (name) => typeof facts.get(name) === "string";
  if (found.kind !== PACKAGE || !["instrument", "content", "name"].every(is) || !Number.isSafeInteger(facts.get("version"))) fail("not_package");
  return { facts, hash: found.hash, key: found.key, house: found.issuerName, fingerprint: await fingerprint(found.key) };
};

/** Whether these bytes are the text the package is about. */
export const isText = async (found, bytes) => hex(await sha256(bytes)) === found.facts.get("content");

/** Signs the approval of the text; gives the text of the answer. */
export const approve = async (found, bytes, own, { office, remark = "", language = "en" }) => {
  if (!(await isText(found, bytes))) fail("other_text");
  if (office.trim() === "") fail("office");
  const now = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  const issuer = `did:key:${own.name}`;
  const facts = {
    type: ANSWER, decision: "approved", language, package: found.hash,
    instrument: found.facts.get("instrument"), version: found.facts.get("version"), content: found.facts.get("content"),
  };
  if (remark.trim() !== "") facts.remark = remark.trim();
  const document = {
    "@context": CONTEXTS, id: `urn:uuid:${crypto.randomUUID()}`, type: ["VerifiableCredential", ANSWER],
    issuer: { id: issuer, name: office.trim() }, validFrom: now, credentialSubject: facts,
  };
  const proof = {
    "@context": CONTEXTS, type: "DataIntegrityProof", cryptosuite: "eddsa-jcs-2022", created: now,
    verificationMethod: `${issuer}#${own.name}`, proofPurpose: "assertionMethod",
  };
  const both = new Uint8Array(64);
  both.set(await sha256(written(proof)));
  both.set(await sha256(written(document)), 32);
  const signature = new Uint8Array(await crypto.subtle.sign({ name: "Ed25519" }, own.key, both));
  document.proof = { ...proof, proofValue: `z${base58Of(signature)}` };
  const text = written(document);
  // A key file whose public key was changed signs what nobody will accept: it is said here.
  if ((await check(text)).fault !== null) fail("key_form");
  return text;
};

if (globalThis.process?.argv?.[1] && import.meta.url === (await import("node:url")).pathToFileURL(process.argv[1]).href) {
  const { readFile, writeFile } = await import("node:fs/promises");
  const [what, one, two, three, office] = process.argv.slice(2);
  const passphrase = process.env.KELISIM_PASSPHRASE ?? "";
  try {
    if (what === "key" && one) {
      const made = await makeKey(passphrase);
      await writeFile(one, made.file, { flag: "wx", mode: 0o600 });
      console.log(`${made.name}\n${made.fingerprint}`);
    } else if (what === "answer" && office) {
      const found = await readPackage(await readFile(one, "utf8"));
      const own = await openKey(await readFile(three, "utf8"), passphrase);
      console.log(await approve(found, await readFile(two), own, { office }));
    } else {
      console.error("node partner.js key KEY-FILE | node partner.js answer PACKAGE TEXT KEY-FILE OFFICE");
      process.exitCode = 2;
    }
  } catch (error) {
    console.error(`not done: ${error.code ?? error.message}`);
    process.exitCode = 1;
  }
}
