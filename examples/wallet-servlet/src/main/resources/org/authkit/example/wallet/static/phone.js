// The browser plays the phone: one P-256 key that never leaves it. It signs what a challenge states, and proves requests.
const STORE = 'phone';

function database() {
  return new Promise((done, failed) => {
    const request = indexedDB.open('wallet-phone', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

async function store(mode, action) {
  const db = await database();
  try {
    return await new Promise((done, failed) => {
      const request = action(db.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
  } finally {
    db.close();
  }
}

const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
  .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const utf8 = (text) => new TextEncoder().encode(text);
const sha256 = async (text) => base64url(await crypto.subtle.digest('SHA-256', utf8(text)));

const existing = () => store('readonly', (keys) => keys.get('key'));

/** The key, made at the first need: not extractable, so that no script can carry it away. */
async function key() {
  const found = await existing();
  if (found) return found;
  const made = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  await store('readwrite', (keys) => keys.put(made, 'key'));
  return made;
}

async function jwk(pair) {
  const { crv, kty, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  return { crv, kty, x, y }; // in this order its JSON is what RFC 7638 hashes
}

export async function publicJwk() {
  return JSON.stringify(await jwk(await key()));
}

export async function thumbprint() {
  return sha256(await publicJwk());
}

async function jws(pair, header, payload) {
  const signed = `${base64url(utf8(JSON.stringify(header)))}.${base64url(utf8(payload))}`;
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, utf8(signed));
  return `${signed}.${base64url(signature)}`;
}

/** Signs a statement. It says nothing of `uv`: a browser key cannot vouch for who sits in front of it. */
export async function sign(type, statement) {
  return jws(await key(), { alg: 'ES256', typ: type, kid: await thumbprint() }, statement);
}

/** Proves one request (RFC 9449 §4.2); empty while this browser has no key. */
export async function proveRequest(method, url, token) {
  const pair = await existing();
  if (!pair) return '';
  const jti = base64url(crypto.getRandomValues(new Uint8Array(16)));
  const claims = { jti, htm: method, htu: url, iat: Math.floor(Date.now() / 1000) };
  if (token) claims.ath = await sha256(token);
  return jws(pair, { typ: 'dpop+jwt', alg: 'ES256', jwk: await jwk(pair) }, JSON.stringify(claims));
}

// Which accounts this phone was bound to, so that it offers its key where that can help. No secret, and no proof.
const known = () => JSON.parse(localStorage.getItem('bound') ?? '[]');

export function remember(login) {
  localStorage.setItem('bound', JSON.stringify([...new Set([...known(), login.trim().toLowerCase()])]));
}

export function isBoundTo(login) {
  return known().includes(login.trim().toLowerCase());
}

export function isBoundToAny() {
  return known().length > 0;
}
