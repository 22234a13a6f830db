// The dialog in which the customer sees exactly what will be signed, and says yes.
import { t } from './text.js';

const byId = (id) => document.getElementById(id);

/** Every member of the statement is shown, so that nothing is signed unseen; only the technical frame is left out. */
function show(statement) {
  const members = JSON.parse(statement);
  const shown = Object.entries(members).filter(([name]) => !['action', 'challenge', 'v', 'currency'].includes(name));
  const order = ['amount', 'payee'];
  shown.sort(([a], [b]) => order.includes(b) - order.includes(a) || order.indexOf(a) - order.indexOf(b));
  byId('ask-details').replaceChildren(...shown.flatMap(([name, value]) => {
    const term = document.createElement('dt');
    const words = document.createElement('dd');
    term.textContent = t(`detail.${name}`, name);
    words.textContent = name === 'amount' ? money(value, members.currency) : spoken(name, value);
    if (name === 'amount') words.className = 'big';
    return [term, words];
  }));
  return members.action;
}

const money = (value, currency) => currency === 'JPY'
  ? t('yen').replace('{0}', Number(value).toLocaleString(document.documentElement.lang)) : `${value} ${currency}`;

function spoken(name, value) {
  if (name === 'key' || name === 'credential') return code(value);
  if (name === 'change') return t(`action.${value}`, value);
  return name === 'answer' ? t(value, value) : name === 'factor' ? t(`factor.${value}`, value) : value;
}

/** A key's thumbprint as sixteen digits, which people compare more easily than letters; both phones show the same. */
export function code(thumbprint) {
  const bytes = atob(thumbprint.slice(0, 12).replaceAll('-', '+').replaceAll('_', '/'));
  const number = [...bytes].reduce((sum, byte) => sum * 256n + BigInt(byte.charCodeAt(0)), 0n);
  return (number % 10n ** 16n).toString().padStart(16, '0').replace(/(\d{4})(?=\d)/g, '$1 ');
}

/**
 * @param ways the sets of proofs that would do, the best one first
 * @returns what the customer gave: `device: true` stands for a yes on this phone
 */
export function ask(challenge, ways) {
  const dialog = byId('ask');
  const action = show(challenge.statement);
  let way = ways[0];
  const other = ways.find((set) => set.includes('totp') !== way.includes('totp'));
  const lead = !way.includes('device') ? 'ask.elsewhere' : action === 'pay' ? 'ask.pay' : 'ask.change';
  byId('ask-title').textContent = t(`ask.title.${action}`, t(`action.${action}`, action));
  byId('ask-lead').textContent = t(lead);
  byId('ask-other').hidden = !other || !way.includes('device');
  byId('ask-error').hidden = true;
  const arrange = () => {
    byId('ask-password-row').hidden = !way.includes('password');
    byId('ask-code-row').hidden = !way.includes('totp');
    byId('ask-password').value = '';
    byId('ask-code').value = '';
  };
  arrange();
  return new Promise((done, failed) => {
    const form = dialog.querySelector('form');
    const close = (finish) => {
      form.onsubmit = byId('ask-cancel').onclick = byId('ask-other').onclick = dialog.oncancel = null;
      dialog.close();
      finish();
    };
    const cancel = () => close(() => failed(Object.assign(new Error('cancelled'), { code: 'cancelled' })));
    form.onsubmit = (event) => {
      event.preventDefault();
      const given = {};
      for (const proof of way) {
        given[proof] = proof === 'device' ? true : byId(proof === 'totp' ? 'ask-code' : 'ask-password').value;
        if (given[proof] === '') {
          byId('ask-error').textContent = t('required');
          byId('ask-error').hidden = false;
          byId(proof === 'totp' ? 'ask-code' : 'ask-password').focus();
          return;
        }
      }
      close(() => done(given));
    };
    byId('ask-cancel').onclick = cancel;
    dialog.oncancel = (event) => { event.preventDefault(); cancel(); };
    byId('ask-other').onclick = () => {
      way = other;
      byId('ask-other').hidden = true;
      arrange();
      byId('ask-code').focus();
    };
    dialog.showModal();
    (dialog.querySelector('.field:not([hidden]) input') ?? byId('ask-ok')).focus();
  });
}
