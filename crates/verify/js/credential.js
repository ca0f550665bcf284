// Checks a Verifiable Credential with an `eddsa-jcs-2022` proof, in Node 20 or in a browser, with nothing but this file and
// WebCrypto. The key is read from the name of the method; whose key it is has to be known from elsewhere.
//
//   node credential.js FILE [HEX-KEY]
//
// It follows docs/formats/credential.md and shares no code with the Rust that does the same.

const LONGEST = 256 * 1024;
const DEPTH = 24;
export const CONTEXT = "https://www.w3.org/ns/credentials/v2";

/** A fault has a code that stays the same; the words are the reader's. */
const refuse = (code) => { throw Object.assign(new Error(code), { code }); };

// ---- JSON that means one thing to every reader: no name twice, no number that is not whole and exact ----

export const read = (text) => {
  let at = 0;
  const space = () => { while (" \t\n\r".includes(text[at] ?? "x")) at += 1; };
  const eat = (letter) => { if (text[at] !== letter) refuse("not_json"); at += 1; };
  const string = () => {
    const from = at;
    eat("\"");
    while (text[at] !== "\"") { if (at >= text.length) refuse("not_json"); at += text[at] === "\\" ? 2 : 1; }
    at += 1;
    let value;
    try { value = JSON.parse(text.slice(from, at)); } catch { refuse("not_json"); }
    // Half a letter has no UTF-8.
    return /\p{Surrogate}/u.test(value) ? refuse("not_json") : value;
  };
  const word = () => {
    const found = /^(true|false|null|-?[0-9][0-9.eE+-]*)/.exec(text.slice(at, at + 400))?.[0] ?? refuse("not_json");
    at += found.length;
    let value;
    try { value = JSON.parse(found); } catch { refuse("not_json"); }
    if (typeof value === "number" && (!/^-?[0-9]+$/.test(found) || !Number.isSafeInteger(value) || Object.is(value, -0))) refuse("number");
    return value;
  };
  const items = (close, one) => {
    at += 1;
    space();
    if (text[at] === close) { at += 1; return; }
    for (;;) {
      space();
      one();
      space();
      if (text[at] === close) { at += 1; return; }
      eat(",");
    }
  };
  const value = (depth) => {
    if (text[at] === "\"") return string();
    if (text[at] !== "{" && text[at] !== "[") return word();
    if (depth >= DEPTH) refuse("deep");
    if (text[at] === "[") {
      const list = [];
      items("]", () => list.push(value(depth + 1)));
      return list;
    }
    const members = new Map();
    items("}", () => {
      const name = string();
      if (members.has(name)) refuse("twice");
      space();
      eat(":");
      space();
      members.set(name, value(depth + 1));
    });
    return members;
  };
  space();
  const whole = value(0);
  space();
  if (at !== text.length) refuse("not_json");
  return whole;
};

/** The canonical form of RFC 8785. */
export const canonical = (value) => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value instanceof Map) {
    const names = [...value.keys()].sort();
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value.get(name))}`).join(",")}}`;
  }
  return JSON.stringify(value);
};

// ---- bytes and keys ----

export const SIGNS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const base58 = (text, length) => {
  if (typeof text !== "string" || text.length > length * 1.5 + 1) return null;
  const bytes = [];
  for (const letter of text) {
    let carry = SIGNS.indexOf(letter);
    if (carry < 0) return null;
    for (let n = 0; n < bytes.length; n += 1) { carry += bytes[n] * 58; bytes[n] = carry & 255; carry >>= 8; }
    while (carry > 0) { bytes.push(carry & 255); carry >>= 8; }
  }
  for (const letter of text) { if (letter !== "1") break; bytes.push(0); }
  return bytes.length === length ? Uint8Array.from(bytes.reverse()) : null;
};
const multibase = (text, length) => (typeof text === "string" && text[0] === "z" ? base58(text.slice(1), length) : null);
export const sha256 = async (text) => new Uint8Array(await crypto.subtle.digest("SHA-256", typeof text === "string" ? new TextEncoder().encode(text) : text));
export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** What people compare to know a key: half of its SHA-256 in groups of four. */
export const fingerprint = async (key) => hex((await sha256(key)).slice(0, 16)).match(/.{4}/g).join(" ");

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const isInstant = (value) => typeof value === "string" && INSTANT.test(value);
const optional = (map, name) => { const value = map.get(name); return value === undefined || typeof value === "string" ? value : refuse("not_credential"); };

const form = (document) => {
  const context = document.get("@context");
  const type = document.get("type");
  const issuer = document.get("issuer");
  const subject = document.get("credentialSubject");
  const known = Array.isArray(context) && context[0] === CONTEXT && Array.isArray(type) && type.length === 2
    && type[0] === "VerifiableCredential" && typeof type[1] === "string" && subject instanceof Map && isInstant(document.get("validFrom"));
  if (!known) refuse("not_credential");
  const id = issuer instanceof Map ? issuer.get("id") : issuer;
  if (typeof id !== "string") refuse("not_credential");
  const until = optional(document, "validUntil");
  if (until !== undefined && !isInstant(until)) refuse("not_credential");
  optional(document, "id");
  return { kind: type[1], issuer: id, issuerName: issuer instanceof Map ? optional(issuer, "name") : undefined, validFrom: document.get("validFrom"), validUntil: until, subject };
};

const SETTINGS = ["type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "@context"];
const settingsFit = (settings, document) =>
  settings.get("type") === "DataIntegrityProof" && settings.get("cryptosuite") === "eddsa-jcs-2022"
  && settings.get("proofPurpose") === "assertionMethod" && isInstant(settings.get("created"))
  && [...settings.keys()].every((name) => SETTINGS.includes(name))
  && (!settings.has("@context") || canonical(settings.get("@context")) === canonical(document.get("@context") ?? null));

const keyOf = (method, issuer) => {
  const [owner, name, more] = typeof method === "string" ? method.split("#") : refuse("proof");
  const key = more === undefined ? multibase(name, 34) : null;
  if (key === null || key[0] !== 0xed || key[1] !== 0x01) refuse("proof");
  if (owner !== issuer || (owner.startsWith("did:key:") && owner !== `did:key:${name}`)) refuse("issuer");
  return key.slice(2);
};

/** Checks the text of a credential; gives what it is, or `fault` with the code of what is wrong. */
export const check = async (text, now = new Date().toISOString().replace(/\.\d+Z$/, "Z"), wanted = null) => {
  const found = { fault: null };
  try {
    if (new TextEncoder().encode(text).length > LONGEST) refuse("too_long");
    const document = read(text);
    if (!(document instanceof Map)) refuse("not_credential");
    found.hash = hex(await sha256(canonical(document)));
    const settings = document.get("proof");
    if (!(settings instanceof Map)) refuse("proof");
    document.delete("proof");
    Object.assign(found, form(document));
    const value = settings.get("proofValue");
    if (typeof value !== "string") refuse("proof");
    settings.delete("proofValue");
    if (!settingsFit(settings, document)) refuse("proof");
    found.key = keyOf(settings.get("verificationMethod"), found.issuer);
    const signature = multibase(value, 64) ?? refuse("proof");
    const signed = new Uint8Array(64);
    signed.set(await sha256(canonical(settings)));
    signed.set(await sha256(canonical(document)), 32);
    const key = await crypto.subtle.importKey("raw", found.key, { name: "Ed25519" }, false, ["verify"]);
    if (!(await crypto.subtle.verify({ name: "Ed25519" }, key, signature, signed))) refuse("changed");
    if (wanted !== null && hex(found.key) !== wanted) refuse("key");
    if (found.validFrom > now) refuse("not_yet");
    if (found.validUntil !== undefined && found.validUntil <= now) refuse("expired");
  } catch (error) {
    if (error.code === undefined || typeof error.code !== "string") throw error;
    found.fault = error.code;
  }
  return found;
};

if (globalThis.process?.argv?.[1] && import.meta.url === (await import("node:url")).pathToFileURL(process.argv[1]).href) {
  const { readFile } = await import("node:fs/promises");
  const found = await check(await readFile(process.argv[2], "utf8"), undefined, process.argv[3] ?? null);
  if (found.fault === null) console.log(`whole: ${found.kind}, issued by ${found.issuerName ?? found.issuer}, key ${await fingerprint(found.key)}`);
  else { console.error(`not good: ${found.fault}`); process.exitCode = 1; }
}
