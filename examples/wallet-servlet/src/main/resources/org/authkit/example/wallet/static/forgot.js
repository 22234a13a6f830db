import { call } from './api.js';
import { byId, onSubmit, step } from './page.js';

onSubmit(byId('form'), async () => {
  await call('password/forgot', { login: byId('login').value });
  step('step-form', 'step-sent');
});
