import { call } from './api.js';
import { byId, onSubmit, step } from './page.js';

onSubmit(byId('form'), async () => {
  await call('register', { email: byId('email').value });
  step('step-form', 'step-sent');
});
