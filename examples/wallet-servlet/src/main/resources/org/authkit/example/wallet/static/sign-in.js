import { call } from './api.js';
import { byId, onSubmit, signOutHere } from './page.js';
import * as phone from './phone.js';
import * as session from './session.js';

onSubmit(byId('form'), async () => {
  signOutHere();
  const login = byId('login').value;
  const made = await call('sign-in', { login, password: byId('password').value });
  session.start(made, login);
  const mine = made.device === await phone.thumbprint();
  session.setOnThisPhone(mine);
  if (mine) phone.remember(login);
  location.assign('/home');
});
