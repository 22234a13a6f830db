import { call } from './api.js';
import { byId, onSubmit, showPassword, signOutHere, step, ticket } from './page.js';
import * as session from './session.js';

showPassword(byId('show'), byId('password'));
onSubmit(byId('form'), async () => {
  signOutHere();
  await call('password/reset', { ticket: ticket(), password: byId('password').value });
  step('step-form', 'step-done');
});
