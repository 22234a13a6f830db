import { call, Refusal } from './api.js';
import { byId, needSession, onSubmit, tell, words } from './page.js';
import * as session from './session.js';
import { fill, t, when, yen } from './text.js';

needSession();

/** The wallet's own name for this order; short, since the customer reads it before signing. */
const orderNumber = () => `W-${crypto.randomUUID().slice(0, 8).toUpperCase()}`;

function line(payment) {
  const item = document.createElement('li');
  const what = document.createElement('span');
  const payee = document.createElement('strong');
  const amount = document.createElement('span');
  what.className = 'what';
  amount.className = 'right';
  payee.textContent = payment.payee;
  what.append(payee, when(payment.paidAt));
  amount.textContent = yen(payment.amount);
  item.append(what, amount);
  return item;
}

async function load() {
  const money = await call('balance');
  byId('balance').textContent = yen(money.balance);
  byId('history').replaceChildren(...money.history.map(line));
  byId('no-history').hidden = money.history.length > 0;
  byId('waiting').hidden = (await call('pending/list')).items.length === 0;
}

byId('no-phone').hidden = session.onThisPhone();

onSubmit(byId('pay'), async () => {
  tell(byId('pay').querySelector('.good'), '');
  // People type ¥1,200 or １２００; the wallet takes plain digits.
  const amount = byId('amount').value.normalize('NFKC').replace(/[¥\\,\s円]/g, '');
  if (!/^[1-9][0-9]{0,8}$/.test(amount)) {
    byId('amount').setAttribute('aria-invalid', 'true');
    tell(byId('pay').querySelector('.bad'), t('amount'));
    return;
  }
  const payee = byId('payee').value.trim();
  const receipt = await call('pay', { payee, amount, reference: orderNumber() });
  byId('pay').reset();
  tell(byId('pay').querySelector('.good'), fill('paid', yen(receipt.amount), receipt.payee));
  await load();
});

try {
  await load();
} catch (error) {
  if (error instanceof Refusal && error.code === 'NOT_SIGNED_IN') {
    session.end();
    location.replace('/sign-in');
  } else {
    tell(byId('pay').querySelector('.bad'), words(error));
  }
}
