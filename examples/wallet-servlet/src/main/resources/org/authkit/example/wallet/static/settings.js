import { bind } from './bind.js';
import { call } from './api.js';
import { code } from './ask.js';
import { busy, byId, needSession, onSubmit, browserName, tell, words } from './page.js';
import * as phone from './phone.js';
import * as session from './session.js';
import { fill, t, when } from './text.js';

needSession();
const good = (text) => { tell(byId('page-good'), text); byId('page-good').scrollIntoView({ block: 'nearest' }); };

/** One line of a list: what it is, what is to say about it, and what can be done. */
function line(title, about, tag, ...buttons) {
  const item = document.createElement('li');
  const what = document.createElement('span');
  const name = document.createElement('strong');
  what.className = 'what';
  name.textContent = title;
  if (tag) {
    const mark = document.createElement('span');
    mark.className = 'tag';
    mark.textContent = tag;
    name.append(' ', mark);
  }
  what.append(name, about);
  item.append(what);
  if (buttons.length) {
    const row = document.createElement('span');
    row.className = 'buttons';
    row.append(...buttons);
    item.append(row);
  }
  return item;
}

function button(label, about, action) {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = label;
  made.setAttribute('aria-label', `${label}: ${about}`);
  made.addEventListener('click', () => {
    good('');
    busy(made, byId('page-bad'), async () => { await action(); await load(); });
  });
  return made;
}

function list(section, lines) {
  byId(section).querySelector('[data-list]').replaceChildren(...lines);
  const empty = byId(section).querySelector('[data-empty]');
  if (empty) empty.hidden = lines.length > 0;
}

const remove = (path, id, name, done) => button(t('remove'), name, async () => { await call(path, { id }); good(t(done)); });

async function load() {
  const me = await phone.thumbprint();
  const factors = (await call('factors/list')).items;
  const devices = factors.filter((factor) => factor.kind === 'device');
  session.setOnThisPhone(devices.some((device) => device.id === me));
  const factorLine = (factor) => line(factor.name,
    `${fill('added', when(factor.enrolledAt))}${factor.kind === 'device' ? ` · ${code(factor.id)}` : ''}`,
    factor.id === me ? t('device.this') : '', remove('factors/remove', factor.id, factor.name, 'removed'));
  list('devices', devices.map(factorLine));
  list('totp', factors.filter((factor) => factor.kind === 'totp').map(factorLine));
  byId('bind').hidden = session.onThisPhone();

  const contacts = (await call('contacts/list')).items;
  list('contacts', contacts.map((contact) => line(contact.address, about(contact), '',
    ...(contact.address === session.login() ? [] : [remove('contacts/remove', contact.id, contact.address, 'removed')]))));

  const open = (await call('sessions/list')).items;
  const own = (await call('session')).id;
  list('sessions', open.map((one) => line(browserName(one.userAgent), fill('seen', when(one.lastSeenAt)),
    one.id === own ? t('session.this') : '',
    ...(one.id === own ? [] : [button(t('end'), browserName(one.userAgent), async () => {
      await call('sessions/revoke', { id: one.id });
      good(t('ended'));
    })]))));
  byId('revoke-others').hidden = open.length < 2;

  list('pending', (await call('pending/list')).items.map(pending));
  list('inbox', (await call('inbox')).items.map((message) => {
    const item = line(message.subject, '', '');
    const text = document.createElement('p');
    text.className = 'text';
    text.textContent = message.text;
    item.append(text);
    return item;
  }));
}

function about(contact) {
  const state = t(`contact.${contact.state}`);
  if (!contact.recoveryFrom) return state;
  const power = new Date(contact.recoveryFrom) > new Date() ? fill('contact.from', when(contact.recoveryFrom)) : t('contact.main');
  return `${state} · ${power}`;
}

function pending(change) {
  const { name = '', device = '', key = '' } = change.details;
  const title = `${t(`action.${change.action}`, change.action)}: ${name || device}`;
  return line(title, `${fill('request', when(change.requestedAt))}${key ? ` · ${code(key)}` : ''}`, '',
    button(t('approve'), title, async () => { await call('pending/approve', { id: change.id }); good(t('approved')); }),
    button(t('decline'), title, async () => { await call('pending/decline', { id: change.id }); good(t('declined')); }));
}

byId('name').value = browserName();
onSubmit(byId('bind'), async () => {
  await bind(byId('name').value);
  await load();
  good(t('bound'));
});

let setup = null;
onSubmit(byId('totp-begin'), async () => {
  const name = document.querySelector('#totp h2').textContent;
  setup = await call('totp/begin', { name, account: session.login() });
  byId('qr').src = `data:image/svg+xml,${encodeURIComponent(setup.qr)}`;
  byId('secret').textContent = setup.secret;
  byId('otpauth').textContent = setup.otpauth;
  byId('totp-begin').hidden = true;
  byId('totp-confirm').hidden = false;
  byId('code').focus();
});

function endSetup() {
  setup = null;
  byId('qr').removeAttribute('src');
  ['secret', 'otpauth'].forEach((id) => { byId(id).textContent = ''; });
  byId('code').value = '';
  byId('totp-begin').hidden = false;
  byId('totp-confirm').hidden = true;
}
byId('totp-cancel').addEventListener('click', endSetup);
onSubmit(byId('totp-confirm'), async () => {
  await call('totp/confirm', { ticket: setup.ticket, code: byId('code').value });
  endSetup();
  await load();
  good(t('totp.done'));
});

onSubmit(byId('contact-add'), async () => {
  const email = byId('contact').value;
  await call('contacts/add', { email });
  byId('contact').value = '';
  await load();
  good(fill('contact.sent', email));
});

onSubmit(byId('change'), async () => {
  await call('password/change', { current: byId('current').value, next: byId('next').value });
  byId('change').reset();
  await load();
  good(t('changed'));
});

byId('revoke-others').addEventListener('click', () => busy(byId('revoke-others'), byId('page-bad'), async () => {
  await call('sessions/revoke-others');
  await load();
  good(t('ended'));
}));

try {
  await load();
} catch (error) {
  if (error.code === 'NOT_SIGNED_IN') {
    session.end();
    location.replace('/sign-in');
  } else {
    tell(byId('page-bad'), words(error));
  }
}
