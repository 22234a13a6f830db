import { call } from './api.js';
import { code } from './ask.js';
import { confirm } from './bind.js';
import { browserName, byId, onSubmit, signOutHere, step, tell } from './page.js';
import * as phone from './phone.js';
import * as session from './session.js';
import { t } from './text.js';

byId('name').value = browserName();

/** The same call every time: the wallet knows this request by its key, also after a restart of the browser. */
async function begin() {
  const begun = await call('devices/begin-new', {
    login: byId('login').value,
    password: byId('password').value,
    name: byId('name').value,
    key: await phone.publicJwk(),
  });
  await confirm(begun);
  phone.remember(byId('login').value);
}

onSubmit(byId('form'), async () => {
  signOutHere();
  try {
    await begin();
    step('step-form', 'step-done');
  } catch (error) {
    if (error.code !== 'WAITING') throw error;
    byId('keycode').textContent = code(await phone.thumbprint());
    step('step-form', 'step-wait');
  }
});

onSubmit(byId('again'), async () => {
  const notice = byId('again').querySelector('[role=status]');
  tell(notice, '');
  try {
    await begin();
    step('step-wait', 'step-done');
  } catch (error) {
    if (error.code !== 'WAITING') throw error;
    tell(notice, t('still'));
  }
});
