import { bind } from './bind.js';
import { call } from './api.js';
import { byId, onSubmit, browserName, showPassword, step, ticket } from './page.js';
import * as session from './session.js';

showPassword(byId('show'), byId('password'));
onSubmit(byId('form'), async () => {
  session.end();
  const made = await call('confirm', { ticket: ticket(), password: byId('password').value });
  session.start(made);
  const { items } = await call('contacts/list');
  session.start(made, items[0].address);
  byId('name').value = browserName();
  step('step-form', 'step-phone');
});
onSubmit(byId('bind'), async () => {
  await bind(byId('name').value);
  location.assign('/home');
});
