// The one function that calls the API. A challenge is answered here, by making the same call again with one proof more.
import * as phone from './phone.js';
import * as session from './session.js';
import { ask } from './ask.js';

/** The wallet said no: `code` is stable, `retryAt` says when to come back. */
export class Refusal extends Error {
  constructor(problem) {
    super(problem.code);
    this.code = problem.code;
    this.retryAt = problem.retryAt;
  }
}

/** Somebody else, or time, has to answer first. */
export class Waiting extends Error {
  constructor(challenge) {
    super('waiting');
    this.code = 'WAITING';
    this.challenge = challenge;
  }
}

async function send(path, members) {
  const url = `${location.origin}/api/${path}`;
  const headers = { 'Content-Type': 'application/json', 'Accept-Language': document.documentElement.lang };
  const token = session.token();
  if (token) headers.Authorization = `Bearer ${token}`;
  if (path === 'sign-in') {
    delete headers.Authorization;
    const proof = await phone.proveRequest('POST', url, '');
    if (proof) headers.DPoP = proof;
  }
  let response;
  try {
    response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(members), credentials: 'omit' });
  } catch {
    throw new Refusal({ code: 'offline' });
  }
  const body = await response.json();
  return { ok: response.ok, body };
}

/** Which proofs this browser could give now. */
function available(path, members) {
  const mine = session.token()
    ? session.onThisPhone()
    : path === 'sign-in' ? phone.isBoundTo(members.login) : phone.isBoundToAny();
  return new Set(mine ? ['device', 'password', 'totp'] : ['password', 'totp']);
}

/**
 * Calls the API. Challenges are answered with what the customer gives in one dialog.
 * @throws Refusal, Waiting, or `cancelled` when the customer changed their mind
 */
export async function call(path, members = {}) {
  let answer = {};
  let given = {};
  for (let round = 0; round < 5; round++) {
    const { ok, body } = await send(path, { ...members, ...answer });
    if (ok) return body;
    if (body.code !== 'PROOF_REQUIRED') throw new Refusal(body);
    // Looking asks for no proof of its own: what this session proved no longer counts, so sign in again.
    if (body.action === 'view') throw new Refusal({ code: 'NOT_SIGNED_IN' });
    given = { ...given, ...(await gather(body, available(path, members), given)) };
    const kind = next(body, given);
    const proof = kind === 'device' ? await phone.sign(body.statementType, body.statement) : given[kind];
    answer = { challengeId: body.challengeId, proofKind: kind, proof };
  }
  throw new Refusal({ code: 'other' });
}

/** Asks the customer once for all that one way through the challenge needs. */
async function gather(challenge, can, given) {
  if (challenge.anyOf.some((set) => set.every((proof) => proof in given))) return {};
  const ways = challenge.anyOf.filter((set) => set.every((proof) => can.has(proof)));
  if (ways.length === 0) {
    const wait = challenge.anyOf.some((set) => set.some((proof) => /^(old-device|unopposed)/.test(proof)));
    throw wait ? new Waiting(challenge) : new Refusal({ code: 'no-proof' });
  }
  ways.sort((a, b) => b.includes('device') - a.includes('device') || a.length - b.length);
  return ask(challenge, ways);
}

/** The signature first: then a wrong password costs nothing but itself. */
function next(challenge, given) {
  const way = challenge.anyOf.find((set) => set.every((proof) => proof in given));
  return way.includes('device') ? 'device' : way[0];
}
