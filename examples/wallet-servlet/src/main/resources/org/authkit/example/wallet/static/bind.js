// Binding this browser's key as a phone: begin, sign what the wallet states, confirm.
import { call } from './api.js';
import * as phone from './phone.js';
import * as session from './session.js';

export async function bind(name) {
  const begun = await call('devices/begin', { name, key: await phone.publicJwk() });
  await confirm(begun);
  session.setOnThisPhone(true);
  if (session.login()) phone.remember(session.login());
}

export async function confirm(begun) {
  const signature = await phone.sign(begun.statementType, begun.statement);
  await call('devices/confirm', { ticket: begun.ticket, signature });
}
