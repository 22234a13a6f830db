import { call } from './api.js';
import { byId, onSubmit, step, ticket } from './page.js';

onSubmit(byId('form'), async () => {
  await call('contacts/confirm', { ticket: ticket() });
  step('step-form', 'step-done');
});
