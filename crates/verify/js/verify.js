// Checks a certificate of an allocation, in Node 20 or in a browser, with nothing but this file and WebCrypto.
//
//   node verify.js CERT [--market FILE...] [--result FILE] [--row FILE] [--signer HEX]
//
// In a page: import { verify } from "./verify.js"; await verify(certificateBytes, { market: [bytes], row: bytes }).
// It follows docs/formats/certificate.md and docs/formats/market.md and shares no code with the engine.

const utf8 = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

// ---- bytes, hashes, canonical JSON (RFC 8785) ----

const join = (...parts) => {
  const all = parts.map((part) => (typeof part === "string" ? utf8.encode(part) : part));
  const out = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of all) { out.set(part, at); at += part.length; }
  return out;
};
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => {
  if (typeof text !== "string" || text.length % 2 || !/^[0-9a-fA-F]*$/.test(text)) return null;
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
};
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

const canonical = (value) => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (isObject(value)) {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
  }
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Error(`${value} is not a whole number`);
  return JSON.stringify(value);
};

// Order of UTF-8 bytes, which is the order of code points.
const byBytes = (a, b) => {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    let x = a.charCodeAt(at);
    let y = b.charCodeAt(at);
    if (x === y) continue;
    if (x >= 0xd800 && y >= 0xd800) {
      if (x >= 0xe000) x -= 0x800; else x += 0x2000;
      if (y >= 0xe000) y -= 0x800; else y += 0x2000;
    }
    return x - y;
  }
  return a.length - b.length;
};

const own = (object, key) => (isObject(object) && Object.hasOwn(object, key) ? object[key] : undefined);
const list = (value) => (Array.isArray(value) ? value : []);
const groupsOf = (value) => list(value).map((item) => (Array.isArray(item) ? item : [item]));
const whole = (value) => {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && /^0*\d{1,15}$/.test(text) ? Number(text) : undefined;
};
// A decimal as a whole number of 10^-18.
const decimal = (value) => {
  const match = /^(-?)(\d{1,18})(?:\.(\d{1,18}))?$/.exec(String(value));
  if (!match) throw new Error(`\`${value}\` is not a score`);
  const size = BigInt(match[2] + (match[3] ?? "").padEnd(18, "0"));
  return match[1] ? -size : size;
};
const refuse = (what) => { throw new Error(what); };

// ---- the form of a market: which members there are and of what kind; a member that is null counts as left out ----

const isWord = (value) => typeof value === "string";
const isScore = (value) => (typeof value === "number" ? Number.isSafeInteger(value) : isWord(value) && /^-?\d{1,18}(\.\d{1,18})?$/.test(value));
const wrong = (at) => refuse(`a value of \`${at}\` is not of its kind`);
const when = (good) => (value, at) => (good(value) ? value : wrong(at));
const listOf = (kind) => (value, at) => (Array.isArray(value) ? value.map((item) => kind(item, at)) : wrong(at));
const tableOf = (kind) => (value, at) => (isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, kind(item, at)])) : wrong(at));
const formOf = (members) => (value, at) => {
  if (!isObject(value)) wrong(at);
  const given = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(given.map(([key, item]) => [key, (own(members, key) ?? refuse(`\`${at}\` has an unknown member \`${key}\``))(item, key)]));
};
const WORD = when(isWord);
const WHOLE = when((value) => whole(value) !== undefined);
const WORDS = listOf(WORD);
const GROUPS = listOf((item, at) => (Array.isArray(item) ? WORDS(item, at) : WORD(item, at)));
const SCORES = tableOf(when(isScore));
const PAIRS = listOf(when((pair) => Array.isArray(pair) && pair.length === 2 && pair.every((place) => place === null || isWord(place))));
const LOTTERY = formOf({ seed: WORD, beacon: formOf({ chain: WORD, round: WHOLE }), commit_reveal: listOf(formOf({ party: WORD, sha256: WORD })), order: WORDS });
const RULES = formOf({ mechanism: WORD, proposing: WORD, ties: WORD, lottery: LOTTERY, couples: WORD, lower: WORD, overlapping: WORD });
const MARKET = formOf({
  format: WORD, $schema: WORD, title: WORD, order: GROUPS, owners: tableOf(WORD), rules: RULES,
  applicants: tableOf(formOf({ prefs: GROUPS, types: WORDS })),
  programmes: tableOf(formOf({
    capacity: WHOLE, prefs: GROUPS, scores: SCORES, precedence: WORD, lower: WHOLE, withdrawn: WHOLE,
    lines: listOf(formOf({ name: WORD, places: WHOLE })),
    reserves: listOf(formOf({ type: WORD, places: WHOLE, kind: WORD })),
    slots: listOf(formOf({ line: WORD, order: GROUPS, places: WHOLE })),
  })),
  quotas: listOf(formOf({ id: WORD, members: WORDS, cap: WHOLE, floor: WHOLE, order: GROUPS, targets: tableOf(WHOLE), precedence: WORDS })),
  leads: tableOf(formOf({ capacity: WHOLE, programmes: WORDS, prefs: GROUPS, scores: SCORES })),
  couples: listOf(formOf({ members: WORDS, prefs: PAIRS })),
});
// JSON.parse takes 1.0 and -0 for whole numbers; what is left without its strings shows how they were written.
const parseMarket = (bytes) => {
  const text = decoder.decode(bytes);
  const value = JSON.parse(text);
  if (/\d[.eE]|-0/.test(text.replace(/"(?:[^"\\]|\\.)*"/g, '""'))) refuse("a number is not written in digits alone");
  return value;
};

// ---- reading the market ----

const TABLES = {
  "applicant,programme,rank": "preferences",
  "applicant,programme,rank,programme_rank": "preferences",
  "programme,applicant,rank": "priorities",
  "programme,applicant,score": "priorities",
  "programme,capacity": "capacities",
};

const header = (bytes) => {
  const end = bytes.indexOf(10);
  const line = new TextDecoder().decode(bytes.subarray(0, end < 0 ? bytes.length : end));
  return line.replace(/\r$/, "").split(",").map((name) => name.trim().replace(/^"|"$/g, "")).join(",");
};

const sortFiles = (files) => {
  const anyTable = files.some((bytes) => own(TABLES, header(bytes)));
  const byRole = new Map();
  for (const bytes of files) {
    const role = own(TABLES, header(bytes)) ?? (anyTable ? "rules" : "market");
    if (byRole.has(role)) refuse(`two files of ${role} were given`);
    byRole.set(role, bytes);
  }
  return new Map([...byRole].sort(([a], [b]) => byBytes(a, b)));
};

const cells = (line) => {
  const out = [];
  let cell = "";
  let quoted = false;
  let was = false;
  const close = () => { out.push(was ? cell : cell.replace(/^[ \t\n\f\r]+|[ \t\n\f\r]+$/g, "")); cell = ""; was = false; };
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at];
    if (letter === '"' && quoted && line[at + 1] === '"') { cell += '"'; at += 1; }
    else if (letter === '"' && (quoted || (!was && /^ *$/.test(cell)))) { if (!quoted) cell = ""; quoted = !quoted; was = true; }
    else if (letter === "," && !quoted) close();
    else if (!(letter === " " && was && !quoted)) cell += letter;
  }
  close();
  return out;
};

const rankedGroups = (ranked) => {
  ranked.sort((a, b) => a[0] - b[0] || byBytes(a[1], b[1]));
  const groups = [];
  let last;
  for (const [rank, id] of ranked) {
    if (rank === last) groups.at(-1).push(id); else groups.push([id]);
    last = rank;
  }
  return groups;
};

// The compact form: columns of little-endian numbers.
const MAGIC = "KELMKT1\n";
const isCompact = (bytes) => bytes.length >= 8 && [...MAGIC].every((letter, at) => bytes[at] === letter.charCodeAt(0));
const compactJson = (bytes) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = MAGIC.length;
  const wide = () => { const value = Number(view.getBigUint64(at, true)); at += 8; return value; };
  const words = (count) => {
    if (count * 4 > bytes.length - at) refuse("the compact form is cut short");
    return Array.from({ length: count }, () => { const value = view.getUint32(at, true); at += 4; return value; });
  };
  const [n, m, e, peopleBytes, placeBytes] = [wide(), wide(), wide(), wide(), wide()];
  const [capacity, start, entries, peopleEnds, placeEnds] = [words(m), words(n + 1), words(2 * e), words(n), words(m)];
  if (at + peopleBytes + placeBytes !== bytes.length || start[n] !== e) refuse("the compact form is cut short");
  const names = (ends, from) => ends.map((end, number) => decoder.decode(bytes.subarray(from + (number ? ends[number - 1] : 0), from + end)));
  const people = names(peopleEnds, at);
  const places = names(placeEnds, at + peopleBytes);
  const lists = places.map(() => []);
  const asks = people.map((id, person) => {
    const mine = [];
    for (let entry = start[person]; entry < start[person + 1]; entry += 1) {
      const [place, rank] = [entries[2 * entry], entries[2 * entry + 1]];
      if (lists[place] === undefined || rank >= e || lists[place][rank] !== undefined) refuse("a rank is there twice or too high");
      lists[place][rank] = id;
      mine.push(places[place]);
    }
    return [id, { prefs: mine }];
  });
  for (const list of lists) if (Object.keys(list).length !== list.length) refuse("a rank is missing");
  return { applicants: Object.fromEntries(asks), programmes: Object.fromEntries(places.map((id, place) => [id, { capacity: capacity[place], prefs: lists[place] }])) };
};

const jsonOnly = (bytes) => {
  const first = bytes.find((byte) => byte > 32);
  return first === 123 ? bytes : refuse("it is neither JSON nor tables nor the compact form; workbooks and the forms of other programs are checked as `kelisim convert` writes them");
};

const marketJson = (files) => {
  if (files.has("market")) return isCompact(files.get("market")) ? compactJson(files.get("market")) : MARKET(parseMarket(jsonOnly(files.get("market"))), "market");
  const rules = files.has("rules") ? parseMarket(files.get("rules"))?.rules ?? null : null;
  const market = rules === null ? {} : { rules: RULES(rules, "rules") };
  const asks = new Map();
  const ranks = new Map();
  const scores = new Map();
  const capacities = new Map();
  const push = (map, key, item) => { if (!map.has(key)) map.set(key, []); map.get(key).push(item); };
  for (const [role, bytes] of files) {
    if (role === "rules") continue;
    const names = header(bytes);
    const lines = decoder.decode(bytes).split("\n").map((line) => line.replace(/\r$/, ""));
    lines.forEach((line, at) => {
      if (at === 0 || line === "") return;
      const [first, second, third, fourth] = cells(line);
      const number = (text) => whole(text) ?? refuse(`line ${at + 1} of \`${names}\` cannot be read`);
      if (names === "programme,capacity") capacities.set(first, number(second));
      else if (names === "programme,applicant,score") push(scores, first, [second, third]);
      else if (names === "programme,applicant,rank") push(ranks, first, [number(third), second]);
      else {
        push(asks, first, [number(third), second]);
        if (fourth !== undefined) push(ranks, second, [number(fourth), first]);
      }
    });
  }
  market.applicants = Object.fromEntries([...asks].map(([id, own]) => [id, { prefs: rankedGroups(own) }]));
  market.programmes = Object.fromEntries([...capacities].map(([id, capacity]) => [id, scores.has(id)
    ? { capacity, scores: Object.fromEntries(scores.get(id)) }
    : { capacity, prefs: rankedGroups(ranks.get(id) ?? []) }]));
  return market;
};

const drawOf = async (lottery, input, origin) => {
  const drawn = async (value) => ({ seed: await sha256("kelisim-seed/1\0", input, value) });
  if (!isObject(lottery)) return {};
  if (typeof lottery.seed === "string") return { seed: unhex(lottery.seed) ?? refuse("the seed is not hexadecimal") };
  if (Array.isArray(lottery.order)) return { order: lottery.order };
  if (isObject(lottery.beacon)) {
    const found = own(origin, "beacon");
    if (whole(lottery.beacon.round) !== whole(own(found, "round"))) refuse("the round of the beacon is not the one announced");
    const randomness = unhex(own(found, "randomness")) ?? refuse("the randomness is missing");
    const signature = unhex(own(found, "signature")) ?? refuse("its signature is missing");
    if (hex(await sha256(signature)) !== hex(randomness)) refuse("the randomness is not SHA-256 of the signature of the round");
    return drawn(randomness);
  }
  if (!Array.isArray(lottery.commit_reveal)) return {};
  const parts = [];
  for (const commitment of lottery.commit_reveal) {
    const found = list(own(origin, "revealed")).find((value) => value.party === commitment.party);
    const value = unhex(found?.value) ?? refuse("a party has not revealed its value");
    if (hex(await sha256(value)) !== String(commitment.sha256).toLowerCase()) refuse("a revealed value does not match its commitment");
    const size = new Uint8Array(8);
    new DataView(size.buffer).setBigUint64(0, BigInt(value.length));
    parts.push(size, value);
  }
  return drawn(await sha256(...parts));
};

/** The market in numbers: people and programmes by byte order of id, equals settled. */
const readMarket = async (files, input, origin) => {
  const json = marketJson(files);
  const rules = isObject(json.rules) ? json.rules : {};
  const people = Object.keys(json.applicants ?? {}).sort(byBytes);
  const programmes = Object.keys(json.programmes ?? {}).sort(byBytes);
  const who = new Map(people.map((id, at) => [id, at]));
  const draw = await drawOf(rules.lottery, input, origin);
  const key = async (id) => {
    if (draw.seed) return hex(await sha256("kelisim-lottery/1\0", draw.seed, id));
    if (!draw.order) return "";
    const at = draw.order.indexOf(id);
    return at < 0 ? "~" : String(at).padStart(12, "0");
  };
  const keys = await Promise.all(people.map(key));
  const settle = (group) => [...group].sort((a, b) => (keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : a - b));
  const groups = (value) => groupsOf(value).map((group) => group.map((id) => who.get(id) ?? refuse(`\`${id}\` is not an applicant`)));
  const positions = (value) => new Map(value.flatMap(settle).map((person, at) => [person, at]));
  const byScore = (scores) => {
    const read = Object.entries(scores).map(([id, score]) => [decimal(score), who.get(id) ?? refuse(`\`${id}\` is not an applicant`)]);
    read.sort((a, b) => (a[0] > b[0] ? -1 : a[0] < b[0] ? 1 : a[1] - b[1]));
    const out = [];
    let last;
    for (const [score, person] of read) {
      if (score === last) out.at(-1).push(person); else out.push([person]);
      last = score;
    }
    return out;
  };
  const mechanism = rules.mechanism ?? "deferred-acceptance";
  let order = json.order == null ? null : groups(json.order);
  if (!order && mechanism === "serial-dictatorship") order = [people.map((_, at) => at)];

  const pools = [];
  const capacity = [];
  const kept = new Map();
  const runs = new Map();
  let lower = [];
  programmes.forEach((id, programme) => {
    const value = json.programmes[id];
    const first = pools.length;
    const all = whole(value.capacity);
    const slotSum = list(value.slots).reduce((sum, slot) => sum + (whole(slot.places) ?? 1), 0);
    if (Array.isArray(value.lines)) {
      for (const line of value.lines) pools.push({ name: `${id}:${line.name}`, programme, places: whole(line.places) ?? 0 });
    } else {
      pools.push({ name: id, programme, places: all ?? slotSum });
    }
    if (all === undefined && !Array.isArray(value.lines) && !Array.isArray(value.slots)) refuse(`\`${id}\` has no capacity`);
    const sum = pools.slice(first).reduce((total, pool) => total + pool.places, 0);
    capacity.push(all ?? (Array.isArray(value.lines) ? sum : slotSum));
    if (Array.isArray(value.reserves)) {
      if (value.reserves.reduce((total, kind) => total + (whole(kind.places) ?? 0), 0) > capacity.at(-1)) refuse(`\`${id}\` keeps more places than it has`);
      kept.set(first, {
        kinds: value.reserves.map((kind) => ({ name: kind.type, places: whole(kind.places) ?? 0 })),
        hard: value.reserves[0]?.kind === "hard",
        openFirst: value.precedence === "open-first",
      });
    }
    if (Array.isArray(value.slots)) {
      const lineOf = (line) => {
        const found = pools.findIndex((pool) => pool.name === `${id}:${line}`);
        return found < 0 ? refuse(`\`${id}:${line}\` is not a line`) : found;
      };
      runs.set(programme, value.slots.map((slot) => ({
        pool: slot.line == null ? null : lineOf(slot.line),
        places: whole(slot.places) ?? 1,
        position: positions(groups(slot.order)),
      })));
    }
    while (lower.length < pools.length) lower.push(whole(value.lower) ?? 0);
  });
  if (lower.every((number) => number === 0)) lower = [];
  const named = new Map();
  const name = (text, pool) => { if (!named.has(text)) named.set(text, []); named.get(text).push(pool); };
  pools.forEach((pool, at) => {
    name(pool.name, at);
    if (programmes[pool.programme] !== pool.name) name(programmes[pool.programme], at);
  });
  const poolsOf = (text) => {
    const programme = programmes.indexOf(text);
    return programme < 0 ? named.get(text) ?? [] : pools.flatMap((pool, at) => (pool.programme === programme ? [at] : []));
  };

  const onePlace = (text) => {
    if (text == null) return null;
    const found = poolsOf(text);
    return found.length === 1 ? found[0] : refuse(`\`${text}\` is not one place`);
  };
  const couples = list(json.couples).map((couple) => ({
    members: [0, 1].map((at) => who.get(couple.members[at]) ?? refuse(`\`${couple.members[at]}\` is not an applicant`)),
    prefs: list(couple.prefs).map(([first, second]) => [onePlace(first), onePlace(second)]),
  }));

  const types = people.map((id) => new Set(list(json.applicants[id].types)));
  const asks = [];
  for (const id of people) {
    const mine = [];
    for (const group of groupsOf(json.applicants[id].prefs)) {
      const equals = [];
      for (const entry of group) {
        const met = [...mine, ...equals.flat()];
        const fresh = (named.get(entry) ?? refuse(`\`${entry}\` is not a programme`)).filter((pool) => !met.includes(pool));
        if (fresh.length) equals.push(fresh);
      }
      if (equals.length > 1) {
        const sorted = await Promise.all(equals.map(async (some) => [await key(pools[some[0]].name), pools[some[0]].name, some]));
        sorted.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : byBytes(a[1], b[1])));
        mine.push(...sorted.flatMap(([, , some]) => some));
      } else {
        mine.push(...equals.flat());
      }
    }
    for (const { members, prefs } of couples) {
      members.forEach((member, at) => {
        if (member !== asks.length) return;
        for (const pair of prefs) if (pair[at] !== null && !mine.includes(pair[at])) mine.push(pair[at]);
      });
    }
    asks.push(mine);
  }
  const owns = new Map();
  for (const [id, place] of Object.entries(json.owners ?? {})) {
    const person = who.get(id) ?? refuse(`owner \`${id}\` is not an applicant`);
    const pool = named.get(place)?.[0] ?? refuse("an owned place is unknown");
    owns.set(person, pool);
    if (!asks[person].includes(pool)) asks[person].push(pool);
  }

  const quotas = list(json.quotas);
  const crossing = rules.overlapping === "exact" && quotas.length > 0;
  const leads = Object.entries(json.leads ?? {});
  for (const [id, lead] of leads) if (!Array.isArray(lead.prefs) && !isObject(lead.scores)) refuse(`lead \`${id}\` has no list`);
  const leadGroups = (lead) => (Array.isArray(lead.prefs) ? groups(lead.prefs) : byScore(lead.scores));
  const expand = (text, level = 0) => {
    if (level > 1000) refuse(`quota \`${text}\` holds itself`);
    const quota = quotas.find((other) => other.id === text);
    if (quota) {
      let depth = 0;
      const inside = new Set();
      for (const member of list(quota.members)) {
        const [some, below] = expand(member, level + 1);
        depth = Math.max(depth, below + (quotas.some((other) => other.id === member) ? 1 : 0));
        some.forEach((pool) => inside.add(pool));
      }
      return [[...inside], depth];
    }
    const some = poolsOf(text);
    if (some.length) return [some, 0];
    const lead = leads.find(([id]) => id === text) ?? refuse(`\`${text}\` is not known`);
    return [lead[1].programmes.flatMap(poolsOf), 0];
  };
  const sumOf = (programme) => pools.reduce((sum, pool) => sum + (pool.programme === programme ? pool.places : 0), 0);
  const commonScore = (inside) => {
    const score = new Map();
    for (const pool of inside) {
      const programme = pools[pool].programme;
      const several = pools.filter((other) => other.programme === programme).length > 1;
      const scores = json.programmes[programmes[programme]].scores;
      if (kept.has(pool) || runs.has(programme) || (several && sumOf(programme) > capacity[programme]) || !isObject(scores)) return null;
      for (const [id, value] of Object.entries(scores)) {
        if (!score.has(id)) score.set(id, value);
        if (decimal(score.get(id)) !== decimal(value)) return null;
      }
    }
    return byScore(Object.fromEntries(score));
  };
  const caps = [];
  const add = (kind, text, cap, members, way, published, depth, floor = 0) =>
    caps.push({ kind, name: text, cap, floor, crosses: crossing && kind !== "programme", members, way, published, depth, pools: new Set(members.flatMap((member) => member.pools)) });
  programmes.forEach((id, programme) => {
    const lines = poolsOf(id);
    if (lines.length > 1 && !runs.has(programme) && capacity[programme] < sumOf(programme)) {
      const members = lines.map((pool) => ({ name: pools[pool].name, pools: [pool] }));
      add("programme", id, capacity[programme], members, { members: members.map((member) => member.name) }, false, 0);
    }
  });
  for (const [id, lead] of leads) {
    const members = list(lead.programmes).map((text) => ({ name: text, pools: poolsOf(text) }));
    add("lead", id, whole(lead.capacity) ?? 0, members, { order: positions(leadGroups(lead)) }, false, 0);
  }
  for (const quota of quotas) {
    const seen = new Set();
    const members = list(quota.members).map((text) => {
      const fresh = expand(text)[0].filter((pool) => !seen.has(pool));
      fresh.forEach((pool) => seen.add(pool));
      return { name: text, pools: fresh };
    });
    let way;
    let published = false;
    if (Array.isArray(quota.order)) { way = { order: positions(groups(quota.order)) }; published = true; }
    else if (isObject(quota.targets)) way = { targets: new Map(Object.entries(quota.targets).map(([text, target]) => [text, whole(target) ?? 0])) };
    else if (Array.isArray(quota.precedence)) way = { members: quota.precedence };
    else if (order) { way = { order: positions(order) }; published = true; }
    else {
      const scores = commonScore(seen);
      way = scores ? { order: positions(scores) } : { members: members.map((member) => member.name) };
    }
    add("quota", quota.id, whole(quota.cap) ?? 0, members, way, published, expand(quota.id)[1], whole(quota.floor) ?? 0);
  }
  for (const cap of caps) if (cap.crosses && !cap.way.order) refuse(`\`${cap.name}\` may cross others and has no order`);
  const kinds = ["programme", "lead", "quota"];
  // Where sets cross none is inside the other; the order of the file stands.
  if (!crossing) caps.sort((a, b) => a.pools.size - b.pools.size || kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || a.depth - b.depth);

  const asking = pools.map(() => new Set());
  asks.forEach((mine, person) => mine.forEach((pool) => asking[pool].add(person)));
  const trades = mechanism === "top-trading-cycles";
  pools.forEach((pool, at) => {
    const id = programmes[pool.programme];
    const value = json.programmes[id];
    const lead = leads.find(([, other]) => list(other.programmes).includes(id));
    let groupsHere;
    if (runs.has(pool.programme)) {
      const inRuns = runs.get(pool.programme).filter((run) => run.pool === null || run.pool === at);
      groupsHere = inRuns.flatMap((run) => [...run.position].sort((a, b) => a[1] - b[1]).map(([person]) => [person]));
    } else if (Array.isArray(value.prefs)) groupsHere = groups(value.prefs);
    else if (isObject(value.scores)) groupsHere = byScore(value.scores);
    else if (lead) groupsHere = leadGroups(lead[1]);
    else groupsHere = order ?? [trades ? [...people.keys()] : [...asking[at]]];
    const published = caps.find((cap) => cap.published && cap.pools.has(at))?.way.order;
    pool.rank = new Map();
    pool.group = new Map();
    // Everybody whom it ranks, best first, whether they ask or not.
    pool.points = [];
    for (const [number, group] of groupsHere.entries()) {
      const settled = settle(group).filter((person) => trades || asking[at].has(person));
      if (published) settled.sort((a, b) => (published.get(a) ?? Infinity) - (published.get(b) ?? Infinity));
      if (trades) pool.points.push(...settled);
      for (const person of settled) if (asking[at].has(person) && !pool.rank.has(person)) { pool.rank.set(person, pool.rank.size); pool.group.set(person, number); }
    }
    for (const [person] of [...owns].filter(([, pool]) => pool === at).sort((a, b) => a[0] - b[0])) {
      if (!pool.rank.has(person)) { pool.rank.set(person, pool.rank.size); pool.points.push(person); }
    }
  });
  const open = asks.map((mine, person) => mine.filter((pool) => pools[pool].rank.has(person)));
  const rulesJson = { mechanism, ties: rules.ties ?? "refuse" };
  if (mechanism === "deferred-acceptance") rulesJson.proposing = rules.proposing ?? "applicants";
  if (couples.length) rulesJson.couples = rules.couples ?? "roth-peranson";
  if (lower.length) rulesJson.lower = rules.lower ?? "close-or-fill-exact";
  if (crossing) rulesJson.overlapping = "exact";
  let drawJson = null;
  if (draw.seed) drawJson = { seed: hex(draw.seed) };
  if (draw.order) drawJson = { order_sha256: hex(await sha256(canonical(draw.order))) };
  return { people, programmes, pools, capacity, kept, runs, types, asks: open, owns, caps, mechanism, couples, lower,
    closes: lower.length > 0 && rulesJson.lower === "close-or-fill-exact",
    statesBlocking: couples.length > 0 || lower.length > 0 || crossing,
    equalsKeep: ["stable-improvement-cycles", "max-size", "max-size-exact"].includes(rules.ties),
    order: order ? order.flatMap(settle) : [], rulesJson, drawJson };
};

// ---- the rule ----

const lastOf = (map) => { let last = -1; for (const key of map.keys()) if (key > last) last = key; return last; };

class State {
  constructor(market, placed) {
    this.market = market;
    this.placed = placed;
    this.held = market.pools.map(() => new Map());
    placed.forEach((pool, person) => { if (pool !== null) this.held[pool].set(market.pools[pool].rank.get(person), person); });
    this.last = this.held.map(lastOf);
    this.above = market.pools.map((_, pool) => market.caps.flatMap((cap, at) => (cap.pools.has(pool) && !cap.crosses ? [at] : [])));
    this.used = market.caps.map(() => 0);
    this.ordered = market.caps.map(() => new Map());
    placed.forEach((pool, person) => {
      market.caps.forEach((cap, at) => {
        if (pool === null || !cap.pools.has(pool)) return;
        this.used[at] += 1;
        if (cap.way.order) this.ordered[at].set(cap.way.order.get(person) ?? Infinity, person);
      });
    });
    this.orderedLast = this.ordered.map(lastOf);
    this.parts = market.caps.map((cap, at) => this.arrange(cap, at));
  }

  // Parts of a cap, in their published order: pools as "p3", inner caps as "c1".
  arrange(cap, number) {
    const part = (pool) => {
      const inner = this.above[pool].slice(0, this.above[pool].indexOf(number)).at(-1);
      return inner === undefined ? `p${pool}` : `c${inner}`;
    };
    let parts = [...new Set(cap.members.flatMap((member) => member.pools).map(part))];
    const home = (text) => {
      const first = cap.members.find((member) => member.name === text)?.pools[0];
      return first === undefined ? -1 : parts.indexOf(part(first));
    };
    const targets = parts.map(() => 0);
    if (cap.way.targets) for (const [text, target] of cap.way.targets) if (home(text) >= 0) targets[home(text)] += target;
    if (cap.way.members) {
      const rank = parts.map(() => Infinity);
      cap.way.members.forEach((text, at) => { const where = home(text); if (where >= 0) rank[where] = Math.min(rank[where], at); });
      parts = parts.map((name, at) => [rank[at], at, name]).sort((a, b) => (a[0] === b[0] ? a[1] - b[1] : a[0] - b[0])).map(([, , name]) => name);
    }
    return { parts, targets };
  }

  feasible() {
    const { market } = this;
    market.pools.forEach((pool, at) => {
      if (market.runs.has(pool.programme)) return;
      const ranks = [...this.held[at].keys()].sort((a, b) => a - b);
      if (this.fill(at, ranks).length !== ranks.length) refuse(`\`${pool.name}\` cannot hold its ${ranks.length} applicants`);
    });
    market.caps.forEach((cap, at) => {
      if (this.used[at] > cap.cap) refuse(`\`${cap.name}\` holds ${this.used[at]} with a cap of ${cap.cap}`);
      if (this.used[at] < cap.floor) refuse(`\`${cap.name}\` holds ${this.used[at]} with a floor of ${cap.floor}`);
    });
    for (const programme of market.runs.keys()) {
      const offers = this.offers(programme);
      if (this.fillSlots(programme, offers).length !== offers.length) refuse(`the slots of \`${market.programmes[programme]}\` cannot hold ${offers.length} applicants`);
    }
    for (const { members, prefs } of market.couples) {
      const [first, second] = members.map((who) => this.placed[who]);
      const asked = (first === null && second === null) || prefs.some(([a, b]) => a === first && b === second);
      if (!asked) refuse(`\`${this.name(members[0])}\` and \`${this.name(members[1])}\` have not asked for this pair`);
    }
    market.lower.forEach((lower, pool) => {
      const held = this.held[pool].size;
      if (held < lower && !(market.closes && held === 0)) refuse(`\`${market.pools[pool].name}\` holds ${held} with a lower quota of ${lower}`);
    });
  }

  offers(programme) {
    return this.placed.flatMap((pool, person) => (pool !== null && this.market.pools[pool].programme === programme ? [[person, pool]] : []));
  }

  fillSlots(programme, offers) {
    const taken = [];
    for (const run of this.market.runs.get(programme)) {
      for (let place = 0; place < run.places && taken.length < this.market.capacity[programme]; place += 1) {
        let best = null;
        for (const [person, pool] of offers) {
          if ((run.pool !== null && run.pool !== pool) || taken.some(([other]) => other === person) || !run.position.has(person)) continue;
          const rank = [run.position.get(person), this.market.asks[person].indexOf(pool)];
          if (!best || rank[0] < best.rank[0] || (rank[0] === best.rank[0] && rank[1] < best.rank[1])) best = { rank, offer: [person, pool] };
        }
        if (best) taken.push(best.offer);
      }
    }
    return taken;
  }

  // Ranks that a pool takes, in the order in which its places are filled.
  fill(pool, ranks, newcomer) {
    const { places } = this.market.pools[pool];
    const kept = this.market.kept.get(pool);
    if (!kept) return ranks.slice(0, places);
    const types = (rank) => this.market.types[newcomer?.rank === rank ? newcomer.person : this.held[pool].get(rank)];
    const open = Math.max(0, places - kept.kinds.reduce((sum, kind) => sum + kind.places, 0));
    const filled = [];
    const seat = (count) => filled.push(...ranks.filter((rank) => !filled.includes(rank)).slice(0, count));
    if (kept.openFirst) seat(open);
    const users = [];
    for (const rank of ranks.filter((rank) => !filled.includes(rank))) {
      users.push(rank);
      if (!together(kept.kinds, users.map(types))) users.pop();
    }
    filled.push(...users);
    if (!kept.openFirst) seat(open);
    if (!kept.hard) seat(places - filled.length);
    return filled;
  }

  blocking() {
    const found = [];
    this.market.asks.forEach((asks, person) => {
      for (const pool of asks) {
        if (this.placed[person] === pool) break;
        if (this.takes(person, pool)) found.push([person, pool]);
      }
    });
    return found;
  }

  with(pool, rank) {
    return [...this.held[pool].keys(), rank].sort((a, b) => a - b);
  }

  takes(person, pool) {
    return this.nestedTakes(person, pool) && this.setsTake(person, pool);
  }

  // Whether every set over the pool, of those that may cross, has room, holds the person already or somebody who comes later.
  setsTake(person, pool) {
    return this.market.caps.every((cap, at) => {
      if (!cap.crosses || !cap.pools.has(pool) || cap.pools.has(this.placed[person])) return true;
      return this.used[at] < cap.cap || (cap.cap > 0 && (cap.way.order.get(person) ?? Infinity) < this.orderedLast[at]);
    });
  }

  // ---- what a certificate states: couples, lower quotas, quotas that cross ----

  // A closed programme: nobody is there and it needs several.
  shut(pool) { return this.market.closes && this.held[pool].size === 0 && this.market.lower[pool] > 0; }

  // Who would be taken where, in canonical order, and the closed programmes that enough applicants would rather have.
  finding() {
    const { market } = this;
    const blocking = market.couples.length ? this.blockingUnits()
      : this.blocking().filter(([, pool]) => !this.shut(pool)).map(([person, pool]) => this.unit([person], [pool]));
    const closed = market.closes ? this.closedWithEnough() : null;
    const sorted = blocking.map(canonical).sort(byBytes).map((text) => JSON.parse(text));
    return { blocking: sorted, closed, stable: blocking.length === 0 && !closed?.length };
  }

  unit(members, places) {
    return { applicants: members.map((who) => this.name(who)), places: places.map((pool) => (pool === null ? null : this.market.pools[pool].name)) };
  }

  // Those count whom the programme and every cap above it would take one at a time.
  closedWithEnough() {
    const { market } = this;
    const wanting = market.pools.map(() => 0);
    market.asks.forEach((asks, person) => {
      for (const pool of asks) {
        if (pool === this.placed[person]) break;
        if (this.shut(pool) && this.takes(person, pool)) wanting[pool] += 1;
      }
    });
    return this.byName().filter((pool) => this.shut(pool) && market.pools[pool].places > 0 && wanting[pool] >= market.lower[pool])
      .map((pool) => ({ place: market.pools[pool].name, wanted_by: wanting[pool] }));
  }

  // Each couple and single who would be taken somewhere better, with the best such pair or place.
  blockingUnits() {
    const { market } = this;
    const found = [];
    const units = market.couples.map(({ members, prefs }) => ({ members, options: prefs }));
    const joined = new Set(market.couples.flatMap(({ members }) => members));
    market.people.forEach((_, person) => {
      if (!joined.has(person)) units.push({ members: [person], options: market.asks[person].map((pool) => [pool]) });
    });
    for (const { members, options } of units) {
      for (const option of options) {
        const none = option.every((pool) => pool === null);
        const known = option.every((pool, at) => pool === null || market.pools[pool].rank.has(members[at]));
        if (none || !known) continue;
        if (option.every((pool, at) => pool === this.placed[members[at]])) break;
        if (this.takesUnit(members, option)) { found.push(this.unit(members, option)); break; }
      }
    }
    return found;
  }

  // A programme takes both of a couple with two places left; with one, if it prefers one of them to somebody it holds; with none, if it prefers each to a different one. So does, by its order, every cap that orders applicants.
  takesUnit(members, option) {
    const room = (limit, held, rank, inside) => {
      const here = members.filter((_, at) => option[at] !== null && inside(option[at]));
      const there = (person) => this.placed[person] !== null && inside(this.placed[person]);
      const stay = here.filter(there);
      const come = here.filter((person) => !there(person)).map((person) => rank.get(person) ?? Infinity).sort((a, b) => a - b);
      const others = [...held].filter(([, person]) => !members.includes(person)).map(([own]) => own).sort((a, b) => b - a);
      const short = come.length - Math.max(0, limit - others.length - stay.length);
      if (short <= 0) return true;
      if (short === 1) return others.length > 0 && come[0] < others[0];
      return others.length > 1 && come[0] < others[1] && come[1] < others[0];
    };
    const { pools, caps } = this.market;
    return [...new Set(option)].filter((pool) => pool !== null).every((pool) => room(pools[pool].places, this.held[pool], pools[pool].rank, (other) => other === pool))
      && this.orderedCaps().every((at) => room(caps[at].cap, this.ordered[at], caps[at].way.order, (pool) => caps[at].pools.has(pool)));
  }

  // Caps that may have to let somebody go by an order: sets that may cross, and nested caps that can bind or lie under one that can.
  orderedCaps() {
    const { caps, pools } = this.market;
    const below = (at) => this.parts[at].parts.reduce((sum, part) => {
      const inner = Number(part.slice(1));
      return sum + (part[0] === "p" ? pools[inner].places : Math.min(below(inner), caps[inner].cap));
    }, 0);
    const givesWay = (at) => caps.some((other, number) => number >= at && !other.crosses && [...caps[at].pools].every((pool) => other.pools.has(pool)) && below(number) > other.cap);
    return caps.flatMap((cap, at) => (cap.way.order && (cap.crosses || givesWay(at)) ? [at] : []));
  }

  // Under extended seats: the best ranked holders of a programme have its regular places; all extended places together take
  // as many as there are applicants beyond all lower quotas, and those last in the byte order of names give way first.
  extended() {
    const { market } = this;
    if (!market.lower.length || market.closes) return;
    const regular = market.pools.map((pool, at) => Math.min(market.lower[at], pool.places));
    const order = this.byName();
    const members = order.map((pool) => ({ name: market.pools[pool].name, pools: [2 * pool + 1] }));
    const cap = { kind: "quota", name: "extended places", floor: 0, crosses: false, depth: 0, published: false, members,
      cap: Math.max(0, market.people.length - market.lower.reduce((sum, lower) => sum + lower, 0)),
      pools: new Set(members.flatMap(({ pools }) => pools)), way: { members: members.map(({ name }) => name) } };
    const double = { ...market, lower: [], closes: false, caps: [...market.caps, cap],
      pools: market.pools.flatMap((pool, at) => [
        { ...pool, name: `${pool.name} (regular)`, places: regular[at] },
        { ...pool, name: `${pool.name} (extended)`, places: pool.places - regular[at] }]),
      asks: market.asks.map((asks) => asks.flatMap((pool) => [2 * pool, 2 * pool + 1])) };
    const placed = this.placed.map(() => null);
    this.held.forEach((held, pool) => {
      [...held].sort((a, b) => a[0] - b[0]).forEach(([, person], at) => { placed[person] = 2 * pool + (at < regular[pool] ? 0 : 1); });
    });
    const state = new State(double, placed);
    state.feasible();
    const [block] = state.blocking();
    if (block) refuse(`\`${market.people[block[0]]}\` would be taken at \`${double.pools[block[1]].name}\``);
  }

  nestedTakes(person, pool) {
    const { market } = this;
    const { places, programme } = market.pools[pool];
    if (market.runs.has(programme)) {
      const offers = [...this.offers(programme), [person, pool]];
      return this.fillSlots(programme, offers).some(([other, there]) => other === person && there === pool);
    }
    const rank = market.pools[pool].rank.get(person);
    if (market.kept.has(pool)) {
      const ranks = this.with(pool, rank);
      const filled = this.fill(pool, ranks, { rank, person });
      if (filled.length < ranks.length) return filled.includes(rank);
    } else if (this.held[pool].size >= places) {
      if (this.held[pool].size === 0) return false;
      const { group } = market.pools[pool];
      return market.equalsKeep ? group.get(person) < group.get(this.held[pool].get(this.last[pool])) : rank < this.last[pool];
    }
    for (const [level, number] of this.above[pool].entries()) {
      const cap = market.caps[number];
      if (cap.way.order && this.placed[person] !== null && cap.pools.has(this.placed[person])) return true;
      if (this.used[number] >= cap.cap) return !this.newcomerGoes(number, person, pool, this.above[pool].slice(0, level));
    }
    return true;
  }

  // Whether the newcomer is the one who goes when this cap, or the pool itself, must hold one less than with them.
  newcomerGoes(number, person, pool, path) {
    const rank = this.market.pools[pool].rank.get(person);
    if (number === null) {
      if (!this.market.kept.has(pool)) return this.held[pool].size === 0 || rank > this.last[pool];
      return !this.fill(pool, this.with(pool, rank), { rank, person }).slice(0, this.held[pool].size).includes(rank);
    }
    const { way } = this.market.caps[number];
    if (way.order) return this.ordered[number].size === 0 || (way.order.get(person) ?? Infinity) > this.orderedLast[number];
    const inner = path.length ? path.at(-1) : null;
    const ownPart = inner === null ? `p${pool}` : `c${inner}`;
    const { parts, targets } = this.parts[number];
    const holds = (part) => (part === ownPart ? 1 : 0) + (part[0] === "p" ? this.held[part.slice(1)].size : this.used[part.slice(1)]);
    let goes;
    let most = -1;
    parts.forEach((part, at) => {
      if (holds(part) === 0) return;
      const excess = way.targets ? Math.max(0, holds(part) - targets[at]) : 0;
      if (excess >= most) { most = excess; goes = part; }
    });
    if (goes === undefined) return true;
    return goes === ownPart && this.newcomerGoes(inner, person, pool, path.slice(0, -1));
  }

  name(person) { return person === undefined ? null : this.market.people[person]; }

  byName() {
    const { pools } = this.market;
    return pools.map((_, at) => at).sort((a, b) => byBytes(pools[a].name, pools[b].name));
  }

  totals() {
    const { people, pools } = this.market;
    return { applicants: people.length, placed: this.placed.filter((pool) => pool !== null).length,
      places: pools.reduce((sum, pool) => sum + pool.places, 0), pools: pools.length };
  }

  publicPools() {
    const shown = this.byName().filter((at) => this.market.pools[at].rank.size >= 3);
    return shown.map((at) => ({ place: this.market.pools[at].name, capacity: this.market.pools[at].places,
      competitors: this.market.pools[at].rank.size, used: this.held[at].size, cutoff: this.held[at].size ? this.last[at] + 1 : null }));
  }

  sealedPools() {
    return Object.fromEntries(this.byName().map((at) => [this.market.pools[at].name, { used: this.held[at].size, last: this.name(this.held[at].get(this.last[at])) }]));
  }

  sealedQuotas() {
    const figures = this.market.caps.map((cap, at) => ({ kind: cap.kind, name: cap.name, used: this.used[at], last: this.name(this.ordered[at].get(this.orderedLast[at])) }));
    return figures.map(canonical).sort(byBytes).map((text) => JSON.parse(text));
  }
}

// Whether these holders of types can use the kept places together, each one place.
const together = (kinds, types) => {
  const user = new Map();
  const find = (who, seen) => {
    for (const [kind, { name, places }] of kinds.entries()) {
      if (!types[who].has(name)) continue;
      for (let place = 0; place < places; place += 1) {
        const seat = `${kind}/${place}`;
        if (seen.has(seat)) continue;
        seen.add(seat);
        if (!user.has(seat) || find(user.get(seat), seen)) { user.set(seat, who); return true; }
      }
    }
    return false;
  };
  return types.every((_, who) => find(who, new Set()));
};

// ---- rules that are replayed ----

const replay = (market) => {
  const answer = market.people.map(() => null);
  const free = market.pools.map((pool) => pool.places);
  if (market.mechanism === "serial-dictatorship") {
    const used = market.caps.map(() => 0);
    for (const person of market.order) {
      const over = (pool) => market.caps.flatMap((cap, at) => (cap.pools.has(pool) ? [at] : []));
      const pool = market.asks[person].find((pool) => free[pool] > 0 && over(pool).every((at) => used[at] < market.caps[at].cap));
      if (pool === undefined) continue;
      free[pool] -= 1;
      over(pool).forEach((at) => { used[at] += 1; });
      answer[person] = pool;
    }
  } else if (market.mechanism === "immediate-acceptance") {
    const longest = market.asks.reduce((most, asks) => Math.max(most, asks.length), 0);
    for (let round = 0; round < longest; round += 1) {
      const asking = market.pools.map(() => []);
      market.asks.forEach((asks, person) => { if (answer[person] === null && round < asks.length) asking[asks[round]].push(person); });
      asking.forEach((people, pool) => {
        people.sort((a, b) => market.pools[pool].rank.get(a) - market.pools[pool].rank.get(b));
        people.slice(0, free[pool]).forEach((person) => { answer[person] = pool; free[pool] -= 1; });
      });
    }
  } else if (market.mechanism === "top-trading-cycles") {
    const left = new Set(market.people.keys());
    const wish = (person) => market.asks[person].find((pool) => free[pool] > 0);
    // A place points to its owners and then to everybody else it ranks, whether they ask for it or not.
    const first = (pool) => {
      const here = market.pools[pool].points.filter((person) => left.has(person));
      return here.find((person) => market.owns.get(person) === pool) ?? here[0];
    };
    for (;;) {
      for (const person of left) if (wish(person) === undefined) left.delete(person);
      if (left.size === 0) break;
      let [person] = left;
      for (let step = 0; step < market.people.length; step += 1) person = first(wish(person));
      const cycle = [];
      while (!cycle.includes(person)) { cycle.push(person); person = first(wish(person)); }
      for (const [member, pool] of cycle.map((member) => [member, wish(member)])) { answer[member] = pool; left.delete(member); free[pool] -= 1; }
    }
  } else {
    refuse(`\`${market.mechanism}\` is not known`);
  }
  return answer;
};

// ---- the certificate ----

const same = (found, expected) => {
  if (canonical(found ?? null) !== canonical(expected)) refuse(`certified is ${canonical(found ?? null).slice(0, 160)}, found is ${canonical(expected).slice(0, 160)}`);
};
const leaf = (salt, applicant, place) => sha256(Uint8Array.of(0), salt, canonical({ applicant, place }));
const node = (left, right) => sha256(Uint8Array.of(1), left, right);

const open = (bytes) => {
  const text = decoder.decode(bytes);
  const line = text.endsWith("\n") ? text.slice(0, -1) : text;
  const value = JSON.parse(line);
  if (own(own(value, "body"), "format") !== "kelisim-certificate/1") refuse("it is not a certificate: `body.format` is not `kelisim-certificate/1`");
  if (canonical(value) !== line) refuse("not in canonical form (RFC 8785)");
  for (const key of Object.keys(value)) if (!["body", "sealed", "signature"].includes(key)) refuse(`\`${key}\` does not belong to it`);
  if (value.sealed !== undefined && !isObject(own(value.sealed, "matching"))) refuse("the sealed part has no `matching`");
  return { body: value.body, sealed: value.sealed ?? null, signature: value.signature ?? {} };
};

const signature = async ({ body, signature }, wanted) => {
  const known = signature.algorithm === "Ed25519" && ["authority", "market"].includes(signature.signer);
  if (!known || Object.keys(signature).length !== 4) refuse("it is missing or of another kind");
  const key = unhex(signature.key);
  const value = unhex(signature.value);
  const exact = (bytes, text) => bytes !== null && hex(bytes) === text;
  if (!exact(key, signature.key) || !exact(value, signature.value) || key.length !== 32 || value.length !== 64) refuse("the key or the value is not what it should be");
  const imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  if (!(await crypto.subtle.verify({ name: "Ed25519" }, imported, value, utf8.encode(canonical(body))))) refuse("it does not belong to this text and key");
  if (wanted && wanted.toLowerCase() !== signature.key) refuse(`signed by ${signature.key}, not by the key you named`);
};

const ownRow = async (body, bytes) => {
  const row = JSON.parse(decoder.decode(bytes));
  if (row.format !== "kelisim-row/1" || !(row.place === null || typeof row.place === "string")) refuse("it is not in the form `kelisim-row/1`");
  let climbing = await leaf(unhex(row.salt) ?? refuse("`salt` is not hexadecimal"), row.applicant, row.place);
  for (const step of row.path) {
    const other = unhex(step.hash) ?? refuse("a step is not hexadecimal");
    if (step.side !== "left" && step.side !== "right") refuse("a step has no side");
    climbing = step.side === "left" ? await node(other, climbing) : await node(climbing, other);
  }
  if (hex(climbing) !== body.rows.root) refuse(`the row of \`${row.applicant}\` is not in the certificate`);
};

// The public key of an Ed25519 seed, by way of the private key in PKCS #8.
const publicKey = async (seed) => {
  const head = unhex("302e020100300506032b657004220420");
  const key = await crypto.subtle.importKey("pkcs8", join(head, seed), { name: "Ed25519" }, true, ["sign"]);
  const { x } = await crypto.subtle.exportKey("jwk", key);
  return Uint8Array.from(atob(x.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
};

/** Checks a certificate; gives every check with `trouble` null when it holds, notes, and `passed`. */
export const verify = async (certificate, evidence = {}) => {
  const checks = [];
  const notes = [];
  const done = () => ({ checks, notes, passed: checks.length > 0 && checks.every((check) => check.trouble === null) });
  const check = async (name, work) => {
    try {
      const value = await work();
      checks.push({ name, trouble: null });
      return value ?? true;
    } catch (error) {
      checks.push({ name, trouble: error.message });
      return null;
    }
  };
  const parts = await check("form of the certificate", () => open(certificate));
  if (!parts) return done();
  const { body, sealed } = parts;
  await check("signature", () => signature(parts, evidence.signer));
  if (parts.signature.signer === "market") notes.push("signed with the key of the market: the files are whole, who issued them is not shown");
  if (sealed === null) notes.push("public form: cut-offs and other people's rows are not part of it");
  else await check("hash of the sealed part", async () => same(body.sealed, hex(await sha256(canonical(sealed)))));
  if (evidence.row) await check("own row", () => ownRow(body, evidence.row));
  let matching = own(sealed, "matching");
  if (evidence.result) {
    const result = await check("result", async () => {
      const value = JSON.parse(decoder.decode(evidence.result));
      if (hex(await sha256(canonical(value))) !== body.report) refuse("its hash is not the one certified");
      return value;
    });
    matching ??= own(result, "matching");
  }
  if (matching) await check("hash of the matching", async () => same(body.matching, hex(await sha256(canonical(matching)))));
  if (!evidence.market?.length) {
    notes.push("the market was not given: acceptability, caps and stability were not checked");
    return done();
  }
  const files = await check("files of the market", () => sortFiles(evidence.market));
  if (!files) return done();
  const hashes = await Promise.all([...files].map(async ([role, bytes]) => ({ role, hash: await sha256(bytes) })));
  const input = hashes.length === 1 ? hashes[0].hash : await sha256(...hashes.map(({ hash }) => hash));
  const saltKey = await sha256("kelisim-salt-key/1\0", ...files.values());
  await check("hash of the market", () => {
    same(body.inputs, hashes.map(({ role, hash }) => ({ role, sha256: hex(hash) })));
    same(body.input, hex(input));
  });
  if (parts.signature.signer === "market") {
    await check("key of the market", async () => same(parts.signature.key, hex(await publicKey(await sha256("kelisim-run-key/1\0", saltKey)))));
  }
  const market = await check("market", () => readMarket(files, input, body.lottery_origin));
  if (!market) return done();
  await check("rules", () => same(body.rules, market.rulesJson));
  await check("draw", () => same(body.lottery, market.drawJson));
  if (!isObject(matching)) {
    notes.push("no matching at hand: give the sealed certificate or the result");
    return done();
  }
  const ids = Object.keys(matching).sort(byBytes);
  await check("number of rows", () => same(body.rows.count, ids.length));
  await check("root over all rows", async () => {
    let level = await Promise.all(ids.map(async (id) => leaf(await sha256("kelisim-salt/1\0", saltKey, id), id, matching[id])));
    if (level.length === 0) level = [await sha256()];
    while (level.length > 1) {
      const pairs = [];
      for (let at = 0; at < level.length; at += 2) pairs.push(at + 1 < level.length ? node(level[at], level[at + 1]) : level[at]);
      level = await Promise.all(pairs);
    }
    same(body.rows.root, hex(level[0]));
  });
  const placed = await check("everyone asked for their place and is accepted there", () => {
    if (ids.length !== market.people.length) refuse(`${ids.length} people are matched, ${market.people.length} applied`);
    return market.people.map((id, person) => {
      const name = own(matching, id);
      if (name === undefined) refuse(`\`${id}\` is missing`);
      if (name === null) return null;
      return market.asks[person].find((pool) => market.pools[pool].name === name) ?? refuse(`\`${id}\` is placed at \`${name}\` without having asked or being accepted`);
    });
  });
  if (!placed) return done();
  const state = new State(market, placed);
  await check("capacities, caps, floors, reserves, slots and couples", () => state.feasible());
  let found;
  try {
    found = state.finding();
  } catch (error) {
    checks.push({ name: "what would be taken", trouble: error.message });
    return done();
  }
  if (market.mechanism === "deferred-acceptance" && !market.statesBlocking) {
    await check("no place would take somebody who prefers it", () => {
      const [block] = found.blocking;
      if (block) refuse(`\`${block.applicants[0]}\` would be taken at \`${block.places[0]}\``);
    });
  }
  await check("stable or not", () => same(body.stable, found.stable));
  await check("number of preferences that would be taken", () => same(body.blocking_pairs, found.blocking.length));
  if (market.statesBlocking) {
    if (market.lower.length && !market.closes) await check("nobody would move to a regular or extended place", () => state.extended());
    if (sealed !== null) {
      await check("exactly what is listed blocks", () => {
        same(sealed.blocking, found.blocking);
        same(sealed.closed, found.closed);
      });
    }
    if (!found.stable) notes.push(`not stable, as the certificate says: preferences that would be taken: ${found.blocking.length}, closed programmes that enough want: ${found.closed?.length ?? 0}`);
  }
  if (market.mechanism !== "deferred-acceptance") {
    await check("the rule, replayed, gives this answer", () => {
      const answer = replay(market);
      const other = answer.findIndex((pool, person) => pool !== placed[person]);
      if (other >= 0) refuse(`\`${market.people[other]}\` has another place`);
    });
  }
  await check("totals", () => same(body.totals, state.totals()));
  const shown = state.publicPools();
  await check("figures of pools", () => same(body.pools, shown));
  await check("figures withheld", () => same(body.pools_withheld, market.pools.length - shown.length));
  if (sealed !== null) {
    await check("salt key", () => same(sealed.salt_key, hex(saltKey)));
    await check("cut-offs of pools", () => same(sealed.pools, state.sealedPools()));
    await check("cut-offs of quotas", () => same(sealed.quotas, state.sealedQuotas()));
  }
  return done();
};

// ---- command line ----

if (typeof process !== "undefined" && process.argv?.[1]?.endsWith("verify.js")) {
  const { readFileSync } = await import("node:fs");
  const evidence = { market: [] };
  let certificate;
  let option;
  for (const word of process.argv.slice(2)) {
    if (word.startsWith("--")) option = word.slice(2);
    else if (option === "market") evidence.market.push(new Uint8Array(readFileSync(word)));
    else if (option === "signer") { evidence.signer = word; option = undefined; }
    else if (option === "result" || option === "row") { evidence[option] = new Uint8Array(readFileSync(word)); option = undefined; }
    else certificate = new Uint8Array(readFileSync(word));
  }
  if (!certificate) {
    console.error("usage: node verify.js CERT [--market FILE...] [--result FILE] [--row FILE] [--signer HEX]");
    process.exit(2);
  }
  const report = await verify(certificate, evidence);
  for (const { name, trouble } of report.checks) console.log(trouble === null ? `ok      ${name}` : `REFUSED ${name}: ${trouble}`);
  for (const note of report.notes) console.log(`note    ${note}`);
  console.log(report.passed ? "the certificate holds" : "the certificate does not hold");
  process.exit(report.passed ? 0 : 1);
}
