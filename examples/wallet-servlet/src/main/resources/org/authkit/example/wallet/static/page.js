// What every page shares: forms that show progress and errors in words, the navigation, the way to the sign-in.
import { call } from './api.js';
import * as session from './session.js';
import { fill, t, when } from './text.js';

export const byId = (id) => document.getElementById(id);

/** The words for a failure; empty when the customer merely cancelled. */
export function words(error) {
  if (error.code === 'cancelled') return '';
  if (error.code === 'offline') return t('offline');
  if (error.code === 'no-proof') return t('no-proof');
  if (error.code === 'WAITING') {
    const hours = [...error.challenge.anyOf.flat()].map((p) => /^unopposed\((\d+)h\)/.exec(p)?.[1]).filter(Boolean);
    const ends = hours.length ? new Date(Date.now() + Math.min(...hours) * 3600e3) : null;
    const waitsOnly = error.challenge.anyOf.some((set) => set.every((proof) => proof.startsWith('unopposed')));
    return waitsOnly && ends ? fill('wait-started', when(ends)) : t('wait');
  }
  if (!error.code) console.error(error);
  return fill(known(error.code), error.retryAt ? when(error.retryAt) : '');
}

const known = (code) => (t(`error.${code}`, '') ? `error.${code}` : 'error.other');

/** Shows a notice inside an element, or hides it when there is nothing to say. */
export function tell(element, text) {
  element.textContent = text;
  element.hidden = !text;
}

const bad = (scope) => scope.querySelector('.notice.bad');

/** Runs an action when the form is sent: one at a time, inputs checked, failures in words. */
export function onSubmit(form, action) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const missing = [...form.querySelectorAll('input[required]')].filter((input) => !input.value.trim());
    form.querySelectorAll('input').forEach((input) => input.toggleAttribute('aria-invalid', false));
    if (missing.length) {
      missing.forEach((input) => input.setAttribute('aria-invalid', 'true'));
      tell(bad(form), t('required'));
      missing[0].focus();
      return;
    }
    await busy(form.querySelector('button:not([type=button])'), bad(form), action);
  });
}

/** Runs an action behind a button; the notice says what went wrong. */
export async function busy(button, notice, action) {
  if (button.disabled) return;
  const label = button.textContent;
  button.disabled = true;
  button.textContent = t('busy');
  tell(notice, '');
  try {
    await action();
  } catch (error) {
    if (error.code === 'NOT_SIGNED_IN' && session.token()) {
      session.end();
      location.assign('/sign-in');
      return;
    }
    tell(notice, words(error));
    if (!notice.hidden) notice.scrollIntoView({ block: 'nearest' });
  } finally {
    button.disabled = false;
    button.textContent = label;
  }
}

/** Hides one step and shows the next, moving the reader's place along. */
export function step(from, to) {
  byId(from).hidden = true;
  byId(to).hidden = false;
  byId(to).querySelector('h1').focus();
}

/** The ticket after the # of the address: it never travels in a request for a page. */
export const ticket = () => location.hash.slice(1);

/** A browser in words, such as "Chrome on Linux". */
export function browserName(agent = navigator.userAgent) {
  const browser = [['Firefox', 'Firefox'], ['Edg/', 'Edge'], ['Chrom', 'Chrome'], ['Safari', 'Safari']]
    .find(([mark]) => agent.includes(mark))?.[1] ?? agent;
  const system = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac', 'Linux'].find((name) => agent.includes(name)) ?? '';
  return system ? fill('default-name', browser, system) : browser;
}

export function showPassword(checkbox, input) {
  checkbox.addEventListener('change', () => { input.type = checkbox.checked ? 'text' : 'password'; });
}

/** This tab forgets its session. */
export function signOutHere() {
  session.end();
  byId('nav').hidden = true;
}

/** Pages for signed-in customers begin here. */
export function needSession() {
  if (!session.token()) location.replace('/sign-in');
}

// A ticket after the # must survive a change of language.
byId('lang').hash = location.hash;
if (session.token()) {
  byId('nav').hidden = false;
  byId('nav').querySelector(`a[href="${location.pathname}"]`)?.setAttribute('aria-current', 'page');
  byId('sign-out').addEventListener('click', async () => {
    try {
      await call('sign-out');
    } catch {
      // The session may have ended already; this tab forgets it either way.
    }
    session.end();
    location.assign('/sign-in');
  });
}
